using System.Globalization;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Benchmarks;

/// <summary>
/// Processor time of a PostgreSQL server on this machine: of its first process and all that it started, as Linux counts it.
/// </summary>
internal sealed class ServerProcessor(int server)
{
    /// <summary>Hundredths of a second, on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Null where there is no server, or it runs elsewhere.</summary>
    public static async Task<ServerProcessor?> OfAsync(IDatabase database)
    {
        if (database.Engine != StorageEngine.Postgres)
            return null;
        await using var connection = await database.OpenAsync(Workspaces.All);
        var backend = await connection.ExecuteScalarAsync<int>("select pg_backend_pid()");
        return Read(backend) is { Name: "postgres" } own ? new ServerProcessor(own.Parent) : null;
    }

    public TimeSpan Spent() =>
        TimeSpan.FromSeconds(
            Directory
                .EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? Read(id) : null)
                .Where(process => process?.Parent == server)
                .Append(Read(server))
                .Sum(process => process?.Ticks ?? 0) / TicksPerSecond
        );

    /// <summary>
    /// See proc(5); the name in parentheses may hold blanks. Of the first process also the time of those that have ended.
    /// </summary>
    private static Process? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var end = text.LastIndexOf(')');
            var fields = text[(end + 2)..].Split(' ');
            var ticks = fields.AsSpan(11, 4);
            var sum = 0L;
            foreach (var part in ticks)
                sum += long.Parse(part, CultureInfo.InvariantCulture);
            return new Process(text[(text.IndexOf('(') + 1)..end], int.Parse(fields[1], CultureInfo.InvariantCulture), sum);
        }
        catch (IOException)
        {
            return null; // not here, or ended meanwhile
        }
    }

    private sealed record Process(string Name, int Parent, long Ticks);
}
