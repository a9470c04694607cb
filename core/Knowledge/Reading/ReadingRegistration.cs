using ChatBot.Knowledge.Reading.Code;
using ChatBot.Knowledge.Reading.Data;
using ChatBot.Knowledge.Reading.Html;
using ChatBot.Knowledge.Reading.Limits;
using ChatBot.Knowledge.Reading.Mail;
using ChatBot.Knowledge.Reading.Markdown;
using ChatBot.Knowledge.Reading.Markup;
using ChatBot.Knowledge.Reading.Office;
using ChatBot.Knowledge.Reading.Pdf;
using ChatBot.Knowledge.Reading.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Knowledge.Reading;

internal static class ReadingRegistration
{
    /// <summary>A line for each kind of file.</summary>
    public static void AddDocumentReaders(this IServiceCollection services)
    {
        services.AddSingleton<IDocumentReader, MarkdownReader>();
        services.AddSingleton<IDocumentReader, RstReader>();
        services.AddSingleton<IDocumentReader, AsciiDocReader>();
        services.AddSingleton<IDocumentReader, PlainTextReader>();
        services.AddSingleton<IDocumentReader, HtmlReader>();
        services.AddSingleton<IDocumentReader, WordReader>();
        services.AddSingleton<IDocumentReader, PowerPointReader>();
        services.AddSingleton<IDocumentReader, ExcelReader>();
        services.AddSingleton<IDocumentReader, PdfReader>();
        services.AddSingleton<IDocumentReader, CsvTableReader>();
        services.AddSingleton<IDocumentReader, JsonReader>();
        services.AddSingleton<IDocumentReader, JsonLinesReader>();
        services.AddSingleton<IDocumentReader, YamlReader>();
        services.AddSingleton<IDocumentReader, XmlReader>();
        services.AddSingleton<IDocumentReader, NotebookReader>();
        services.AddSingleton<IDocumentReader, MailReader>();
        services.AddSingleton<IDocumentReader, SourceCodeReader>();
        services.AddSingleton<IDocumentReader, SqlReader>();
        services.AddSingleton(ReadingLimits.Default);
        services.AddSingleton<DocumentReaders>();
        services.AddSingleton<DocumentWalker>();
    }
}
