"""What keeps the service alive and tells of it: vitals, logs, alerts, the staff's weekly letter, the doctor."""
