using System.Collections.Frozen;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>What elements are called in the vocabularies that texts are written in: DocBook, DITA, TEI, XHTML, JATS.</summary>
internal static class XmlNames
{
    public static readonly FrozenSet<string> Titles = Set("title head heading caption h1 h2 h3 h4 h5 h6");
    public static readonly FrozenSet<string> Paragraphs = Set("p para simpara formalpara shortdesc abstract ab l line remark");
    public static readonly FrozenSet<string> Lists = Set(
        "itemizedlist orderedlist simplelist ul ol list steps substeps steps-unordered choices sl procedure"
    );
    public static readonly FrozenSet<string> Items = Set("listitem li item member step substep choice sli");
    public static readonly FrozenSet<string> Pairs = Set("variablelist dl glosslist deflist def-list");
    public static readonly FrozenSet<string> Code = Set(
        "programlisting screen pre codeblock literallayout synopsis msgblock eg disp-formula"
    );
    public static readonly FrozenSet<string> Tables = Set("table informaltable simpletable");
    public static readonly FrozenSet<string> Rows = Set("row tr strow sthead");
    public static readonly FrozenSet<string> Cells = Set("entry td th cell stentry");
    public static readonly FrozenSet<string> Asides = Set("note tip warning caution important danger admonition hint attention");
    public static readonly FrozenSet<string> Quotes = Set("blockquote quote q lq epigraph");
    public static readonly FrozenSet<string> Literal = Set(
        "code literal command filename option userinput computeroutput codeph filepath cmdname varname parameter envar kbd constant"
    );
    public static readonly FrozenSet<string> Links = Set("link ulink xref a ref ext-link");
    public static readonly FrozenSet<string> Raised = Set("superscript sup");
    public static readonly FrozenSet<string> Lowered = Set("subscript sub");

    /// <summary>Says nothing to a reader.</summary>
    public static readonly FrozenSet<string> Hidden = Set("indexterm prolog script style del");

    /// <summary>Attributes that place or style an element of a text.</summary>
    public static readonly FrozenSet<string> Layout = Set(
        "id class style role lang space align valign width height cols colname rowsep colsep linkend xmlns version schemaLocation"
    );

    /// <summary>Any of these makes a text of what holds it; other elements may be data.</summary>
    public static bool IsText(string name) =>
        Paragraphs.Contains(name)
        || Lists.Contains(name)
        || Code.Contains(name)
        || Tables.Contains(name)
        || Pairs.Contains(name)
        || name is "section" or "chapter" or "div";

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet();
}
