using ChatBot.Settings;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.AddSingleton<Migrator>();
        return services;
    }
}
