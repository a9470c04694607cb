using System.Data.Common;

namespace ChatBot.Knowledge.Records.Importing.Tables;

/// <summary>A database server that a select statement is put to.</summary>
internal interface IQueryServer
{
    /// <summary>Kind, host and database, without secrets: <c>postgresql://db.example:5432/it</c>.</summary>
    string Address { get; }

    /// <summary>A connection, not yet open, that changes nothing as far as the server can be told so.</summary>
    DbConnection Connect();
}
