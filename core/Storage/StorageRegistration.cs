using ChatBot.Settings;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ChatBot.Storage;

public static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DataOptions>(configuration, DataOptions.Section);
        services.AddSettings<StorageOptions>(configuration, StorageOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        if (configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Provider)}"] == "postgres")
            services.AddSingleton<IDatabase, PostgresDatabase>();
        else
            services.AddSingleton<IDatabase, SqliteDatabase>();
        services.AddSingleton(CreateMigrator);
        return services;
    }

    private static Migrator CreateMigrator(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<StorageOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        var database = services.GetRequiredService<IDatabase>();
        return database.Engine == StorageEngine.Sqlite || options.OwnerConnectionString.Length == 0
            ? new Migrator(database, time)
            : new Migrator(new PostgresDatabase(options.OwnerConnectionString, time), time, new NpgsqlConnectionStringBuilder(options.ConnectionString).Username);
    }
}
