{{#each-application}}
DROP USER IF EXISTS '{{database.user}}'@'{{address}}';
{{/each-application}}
