using System.Net.Sockets;
using ChatBot.Models.Files;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Starting;

/// <summary>Turns what ended the program into one line that says what to do.</summary>
public static class StartFailure
{
    public static string Explain(Exception exception) =>
        OneLine(
            exception switch
            {
                _ when StorageTrouble.Of(exception) is { } trouble => trouble,
                StartException or ModelFileException or InsufficientMemoryException => exception.Message,
                OptionsValidationException wrong => string.Join("; ", wrong.Failures),
                InvalidDataException when exception.Message.StartsWith("Failed to load configuration", StringComparison.Ordinal) =>
                    $"{SettingsSources.File} in {SettingsSources.ProgramFolder} is not valid JSON: {Innermost(exception).Message}",
                IOException when Innermost(exception) is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                    $"{exception.Message.TrimEnd('.')}. Stop the other program, or choose another port with --urls http://127.0.0.1:PORT.",
                SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                    $"The address may not be used by this account ({exception.Message}). Choose a port above 1023 with --urls.",
                AggregateException { InnerExceptions: [var only] } => Explain(only),
                InvalidOperationException or InvalidDataException or IOException or UnauthorizedAccessException => exception.Message,
                _ when exception.GetType().Assembly.GetName().Name!.StartsWith("ChatBot", StringComparison.Ordinal) => exception.Message,
                _ => $"{exception.Message} ({exception.GetType().Name})",
            }
        );

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
