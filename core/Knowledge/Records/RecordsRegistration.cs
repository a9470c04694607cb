using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Counting;
using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Searching;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Knowledge.Records.Storing.Postgres;
using ChatBot.Knowledge.Records.Storing.Sqlite;
using ChatBot.Settings;
using ChatBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Knowledge.Records;

internal static class RecordsRegistration
{
    /// <summary>Tables that people imported, row by row.</summary>
    public static IServiceCollection AddRecords(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<RecordsOptions>(configuration, RecordsOptions.Section);
        services.AddForEngine<IRecordStorage, SqliteRecordStorage, PostgresRecordStorage>();
        services.AddSingleton<PersonMarks>();
        services.AddSingleton<RecordRights>();
        services.AddSingleton<RecordSources>();
        services.AddSingleton<RecordSight>();
        services.AddSingleton<RecordStore>();
        services.AddSingleton<RecordTableReader>();
        services.AddSingleton<RecordTables>();
        services.AddSingleton<RecordRows>();
        services.AddSingleton<RecordLexicons>();
        services.AddSingleton<NearMeaning>();
        services.AddSingleton<NearRows>();
        services.AddSingleton<IRecordDesk, RecordDesk>();
        services.AddSingleton<RecordMeanings>().AddSingleton<RecordSearch>();
        services.AddSingleton<RecordImports>();
        return services;
    }
}
