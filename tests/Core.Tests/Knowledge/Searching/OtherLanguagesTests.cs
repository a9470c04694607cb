using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Searching;

/// <summary>The shipped vectors know English: what is asked in German or Spanish is found as by words alone, never worse.</summary>
public sealed class OtherLanguagesTests
{
    private static readonly (string Question, string Text)[] Pages =
    [
        ("Wie lange werden die Rohdaten aufbewahrt?", "Die Rohdaten werden neunzig Tage lang aufbewahrt und danach gelöscht."),
        ("Wann startet der nächtliche Import?", "Der nächtliche Import startet um zwei Uhr und dauert eine Stunde."),
        ("Wer ist für die Freigabe der Tabellen zuständig?", "Für die Freigabe neuer Tabellen ist die Leitung des Teams zuständig."),
        ("Wie setze ich mein Passwort zurück?", "Das Passwort lässt sich auf der Anmeldeseite zurücksetzen."),
        ("Wo finde ich die Protokolle der Datenbank?", "Die Protokolle der Datenbank liegen im Ordner der Überwachung."),
        ("Was passiert bei einer fehlenden Spalte?", "Bei einer fehlenden Spalte bricht die Prüfung ab und meldet die Tabelle."),
        ("¿Cuánto tiempo se guardan los datos?", "Los datos sin procesar se guardan noventa días y después se borran."),
        ("¿Cuándo empieza la carga nocturna?", "La carga nocturna empieza a las dos y dura una hora."),
        ("¿Quién aprueba los cambios de esquema?", "Los cambios de esquema los aprueba la dirección del equipo."),
        ("¿Cómo restablezco mi contraseña?", "La contraseña se restablece en la página de inicio de sesión."),
        ("¿Dónde encuentro los registros del servidor?", "Los registros del servidor están en la carpeta de vigilancia."),
        ("¿Qué pasa si falta una columna?", "Si falta una columna, la prueba se detiene y avisa de la tabla."),
    ];

    [Fact]
    public async Task German_and_Spanish_are_found_as_by_words_alone()
    {
        var byMeaning = await FirstsAsync("onnx");
        Assert.Equal(Enumerable.Range(0, Pages.Length).Select(i => $"{i}.md"), byMeaning);
        Assert.Equal(await FirstsAsync("hashing"), byMeaning);
    }

    private static async Task<List<string>> FirstsAsync(string provider)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(
            settings: new KeyValuePair<string, string?>("Embeddings:Provider", provider)
        );
        foreach (var (i, page) in Pages.Index())
            knowledge.Write($"{i}.md", page.Text);
        await knowledge.IngestAsync();
        var firsts = new List<string>();
        foreach (var (question, _) in Pages)
            firsts.Add((await knowledge.SearchAsync(question))[0].Uri);
        return firsts;
    }
}
