"""What residents ask for, from report to really fixed."""
