using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ChatBot.Starting;

/// <summary>One line an event on the console; section <c>Logging</c> sets the levels. Users' text is logged at Trace only.</summary>
public static class ConsoleLog
{
    /// <param name="toStandardError">For commands, whose standard output is their result.</param>
    public static void Configure(ILoggingBuilder logging, IConfiguration settings, bool toStandardError)
    {
        logging.ClearProviders();
        logging.AddConfiguration(settings.GetSection("Logging"));
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = Console.IsOutputRedirected ? LoggerColorBehavior.Disabled : LoggerColorBehavior.Default;
        });
        if (toStandardError)
            logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
