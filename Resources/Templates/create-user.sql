{{#each-application}}
CREATE USER IF NOT EXISTS '{{database.user}}'@'{{address}}' IDENTIFIED BY {{#if-hashed}}PASSWORD '{{database.password-hash}}'{{/if-hashed}}{{#if-unhashed}}'{{database.password}}'{{/if-unhashed}};
ALTER USER '{{database.user}}'@'{{address}}' IDENTIFIED BY {{#if-hashed}}PASSWORD '{{database.password-hash}}'{{/if-hashed}}{{#if-unhashed}}'{{database.password}}'{{/if-unhashed}};
GRANT ALL PRIVILEGES ON `{{database.grant-pattern}}`.* TO '{{database.user}}'@'{{address}}';
{{/each-application}}
