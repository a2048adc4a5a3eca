"""The audit for programs: JSON, CSV, JUnit XML, SARIF."""
