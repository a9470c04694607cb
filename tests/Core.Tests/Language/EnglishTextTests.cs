using ChatBot.Language;

namespace ChatBot.Core.Tests.Language;

public sealed class EnglishTextTests
{
    [Theory]
    [InlineData("Wie lange werden die Rohdaten aufbewahrt?")]
    [InlineData("Was ist ein Data Warehouse?")]
    [InlineData("In welcher Region liegt der Bucket?")]
    [InlineData("Urlaubsantrag stellen")]
    [InlineData("Kann ich die Pipeline im Test starten?")]
    [InlineData("¿Dónde encuentro los registros de la base de datos?")]
    [InlineData("En que region esta el bucket")]
    [InlineData("como se hace un backup")]
    [InlineData("Où sont les journaux de la base ?")]
    [InlineData("Как восстановить пароль?")]
    [InlineData("データベースの障害")]
    public void Other_languages_are_told_from_English(string question) => Assert.False(QuestionReading.Of(question).IsEnglish);

    [Theory]
    [InlineData("How long are raw files kept?")]
    [InlineData("Who designed the Cour de la Reine?")]
    [InlineData("pipeline state reset")]
    [InlineData("What does dlt pipeline sync do?")]
    [InlineData("Is there a die-hard fan in der Bundesliga?")]
    public void English_with_names_in_it_is_English(string question) => Assert.True(QuestionReading.Of(question).IsEnglish);
}
