using System.Data.Common;
using Dapper;

namespace ChatBot.Storage.Postgres;

/// <summary>
/// The second wall between workspaces, behind the queries' own filters: every table with a workspace column shows and takes
/// only rows of the workspace in <c>app.workspace</c> (see <see cref="PostgresDatabase"/>); <c>*</c> is work across them.
/// A connection that says nothing sees nothing. Superusers are exempt by PostgreSQL's own rules, so the bot should not be one.
/// </summary>
internal static class RowLevelSecurity
{
    /// <summary>Covers tables that are not covered yet; runs after every migration, so a new table cannot forget it.</summary>
    public static Task CoverAsync(DbTransaction transaction, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                do $$
                declare t record;
                begin
                    for t in
                        select c.oid::regclass as name from pg_class c
                        join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace' and not a.attisdropped
                        where c.relkind in ('r', 'p') and not c.relrowsecurity
                    loop
                        execute format('alter table %s enable row level security', t.name);
                        execute format('alter table %s force row level security', t.name);
                        execute format(
                            'create policy own_workspace on %s using (workspace = current_setting(''app.workspace'', true) or current_setting(''app.workspace'', true) = ''*'')', t.name);
                    end loop;
                end $$
                """,
                transaction: transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>True where every table is covered and the role that serves may read and write all of them.</summary>
    public static Task<bool> IsCompleteAsync(DbConnection connection, string? servedBy, CancellationToken cancel = default) =>
        connection.ExecuteScalarAsync<bool>(
            new CommandDefinition(
                """
                select not exists (
                    select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
                    where c.relkind in ('r', 'p') and (
                        @servedBy::text is not null and not (
                            has_table_privilege(@servedBy, c.oid, 'select') and has_table_privilege(@servedBy, c.oid, 'insert')
                            and has_table_privilege(@servedBy, c.oid, 'update') and has_table_privilege(@servedBy, c.oid, 'delete'))
                        or not c.relrowsecurity and exists (select 1 from pg_attribute a where a.attrelid = c.oid
                            and a.attname = 'workspace' and not a.attisdropped)))
                """,
                new { servedBy },
                cancellationToken: cancel
            )
        );

    /// <summary>Lets the role that serves read and write rows, and nothing else: it can neither create nor alter nor drop.</summary>
    public static Task GrantAsync(DbTransaction transaction, string role, CancellationToken cancel = default)
    {
        var name = '"' + role.Replace("\"", "\"\"") + '"';
        return transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                $"""
                grant usage on schema public to {name};
                grant select, insert, update, delete on all tables in schema public to {name};
                grant usage on all sequences in schema public to {name};
                """,
                transaction: transaction,
                cancellationToken: cancel
            )
        );
    }
}
