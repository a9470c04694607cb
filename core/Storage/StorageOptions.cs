using System.ComponentModel.DataAnnotations;

namespace ChatBot.Storage;

/// <summary>Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary><c>sqlite</c> (one file, nothing to prepare) or <c>postgres</c> (PostgreSQL 15+ with pgvector, many instances).</summary>
    [RegularExpression("sqlite|postgres", ErrorMessage = "Storage:Provider must be sqlite or postgres.")]
    public string Provider { get; set; } = "sqlite";

    /// <summary>For sqlite empty means <c>chatbot.db</c> in the data directory; for postgres an Npgsql connection string.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// For postgres: the owner of the tables, used for migrations only, so that the role of <see cref="ConnectionString"/> can
    /// neither create nor drop. Empty: that role migrates as well.
    /// </summary>
    public string OwnerConnectionString { get; set; } = "";

    /// <summary>How long a start waits for a database that does not answer, or has no connection left, before it gives up.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromMinutes(2);

    public const int DefaultIndexMemoryMegabytes = 2048;

    /// <summary>
    /// For postgres: most memory on the server, in MB, that building one vector index may take (PostgreSQL's
    /// maintenance_work_mem, for that build only). A million vectors of 384 dimensions want about 2 GB; with less the build
    /// works, slowly.
    /// </summary>
    [Range(64, 1_000_000)]
    public int IndexMemoryMegabytes { get; set; } = DefaultIndexMemoryMegabytes;
}
