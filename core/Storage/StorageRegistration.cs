using ChatBot.Settings;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatBot.Storage;

public static class StorageRegistration
{
    /// <summary>Key of the <see cref="IDatabase"/> that may change the schema: migrations and index builds only.</summary>
    public const string Owner = "owner";

    /// <summary>Name of the activity source that traces statements: PostgreSQL's driver; SQLite's has none.</summary>
    public const string ActivitySource = "Npgsql";

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DataOptions>(configuration, DataOptions.Section);
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        if (configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Provider)}"] == "postgres")
            services.AddSingleton<IDatabase, PostgresDatabase>();
        else
            services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddForEngine<IDatabaseSignals, SqliteSignals, PostgresSignals>();
        services.AddKeyedSingleton(Owner, CreateOwner);
        services.AddSingleton(CreateMigrator);
        services.AddSingleton<RowUpgrades>();
        services.AddSingleton<StorageHealth>();
        services.AddHostedService(provider => provider.GetRequiredService<StorageHealth>());
        return services;
    }

    /// <summary>Registers the implementation of a port that belongs to the engine in use.</summary>
    public static IServiceCollection AddForEngine<TPort, TSqlite, TPostgres>(this IServiceCollection services)
        where TPort : class
        where TSqlite : class, TPort
        where TPostgres : class, TPort =>
        services.AddSingleton<TPort>(provider =>
            provider.GetRequiredService<IDatabase>().Engine switch
            {
                StorageEngine.Postgres => ActivatorUtilities.CreateInstance<TPostgres>(provider),
                _ => ActivatorUtilities.CreateInstance<TSqlite>(provider),
            }
        );

    /// <summary>The database as the role that owns the tables opens it; the same as the serving one where no owner is configured.</summary>
    private static IDatabase CreateOwner(IServiceProvider services, object? key)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var database = services.GetRequiredService<IDatabase>();
        return database.Engine == StorageEngine.Sqlite || options.OwnerConnectionString.Length == 0
            ? database
            : new PostgresDatabase(options.OwnerConnectionString, services.GetRequiredService<TimeProvider>());
    }

    private static Migrator CreateMigrator(IServiceProvider services)
    {
        var owner = services.GetRequiredKeyedService<IDatabase>(Owner);
        var served = ReferenceEquals(owner, services.GetRequiredService<IDatabase>())
            ? null
            : new NpgsqlConnectionStringBuilder(services.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString).Username;
        return new Migrator(owner, services.GetRequiredService<TimeProvider>(), served, services.GetService<ILogger<Migrator>>());
    }
}
