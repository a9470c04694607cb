namespace ChatBot.Knowledge.Reading.Code;

/// <param name="Start">First line, with the comments and decorators that belong to it.</param>
/// <param name="Line">The line that names it.</param>
/// <param name="End">The line behind its last.</param>
/// <param name="Kind">function, class, table, …</param>
/// <param name="Signature">Name with parameters where they stand on the same line.</param>
internal sealed record Definition(int Start, int Line, int End, int Indent, string Kind, string Name, string Signature);
