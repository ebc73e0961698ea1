{{#each-application}}
CREATE USER IF NOT EXISTS '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';
ALTER USER '{{database.user}}'@'{{address}}' IDENTIFIED BY '{{database.password}}';
GRANT ALL PRIVILEGES ON `{{database.grant-pattern}}`.* TO '{{database.user}}'@'{{address}}';
{{/each-application}}
