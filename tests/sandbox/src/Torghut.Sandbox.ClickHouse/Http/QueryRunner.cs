using System.Globalization;
using Torghut.Sandbox.ClickHouse.Engine;
using Torghut.Sandbox.ClickHouse.Sessions;
using Torghut.Sandbox.ClickHouse.Sql;

namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>Runs one request's statement on a connection, with its database and settings, and leaves the connection as it was.</summary>
internal sealed class QueryRunner(ClickHouseOptions options, RequestParameters parameters, RequestBody body, Statement statement)
{
    private const int ChunkBytes = 256 * 1024;

    private readonly string _format = statement.Format ?? parameters.DefaultFormat;

    /// <summary>Marks this run, so that it can be killed when its client goes away.</summary>
    public string Comment { get; } = parameters.Settings.GetValueOrDefault("log_comment", "torghut-" + Guid.NewGuid().ToString("N"));

    /// <exception cref="EngineException">The engine refused the statement, a setting or the data.</exception>
    public QueryOutcome Run(EngineSession session, bool refuseWrites, CancellationToken cancellationToken)
    {
        StatementClass kind = Classify(session);
        bool changes = kind is StatementClass.Mutating or StatementClass.MutatingGlobal;
        if (changes && parameters.IsReadOnly)
        {
            throw EngineException.Of(ErrorCodes.Readonly,
                "Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. You should use method POST for modifying queries.",
                "READONLY");
        }

        if (changes && refuseWrites)
        {
            throw EngineException.Of(ErrorCodes.TableIsReadOnly, "Table is in readonly mode (fault panel)", "TABLE_IS_READ_ONLY");
        }

        // USE and SET would outlive the request, which they do over HTTP only in a session.
        if (kind == StatementClass.Control && parameters.Session is null)
        {
            session.IsSpoiled = true;
        }

        using RequestScope scope = Enter(session);
        return statement.HasData ? Insert(session, cancellationToken) : Query(session);
    }

    private RequestScope Enter(EngineSession session)
    {
        var settings = new Dictionary<string, string>(parameters.Settings) { ["log_comment"] = Comment };
        var defaults = new Dictionary<string, string>
        {
            ["max_execution_time"] = options.MaxExecutionTime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["max_memory_usage"] = options.MaxQueryMemoryBytes.ToString(CultureInfo.InvariantCulture),
        };
        if (parameters.Session is not null)
        {
            return RequestScope.OnSession(session, parameters.Database, settings, defaults);
        }

        foreach ((string name, string value) in defaults)
        {
            settings.TryAdd(name, value);
        }

        return RequestScope.OnPooled(session, parameters.Database, settings);
    }

    private StatementClass Classify(EngineSession session)
    {
        if (statement.HasData)
        {
            return StatementClass.Mutating;
        }

        StatementClass kind = session.Classify(body.Text.Span, out int count);
        if (count > 1)
        {
            throw EngineException.Of(ErrorCodes.SyntaxError, "Syntax error (Multi-statements are not allowed)", "SYNTAX_ERROR");
        }

        return kind;
    }

    private QueryOutcome Query(EngineSession session)
    {
        EngineResult? result = session.Query(body.Text.Span, parameters.DefaultFormat, parameters.Parameters);
        try
        {
            if (result.Length > options.MaxResultBytes)
            {
                throw EngineException.Of(
                    ErrorCodes.TooManyRowsOrBytes, $"Limit for result exceeded, max bytes: {options.MaxResultBytes}", "TOO_MANY_ROWS_OR_BYTES");
            }

            // The outcome disposes the result, once the answer is written.
            var outcome = new QueryOutcome(result.Figures, _format, result);
            result = null;
            return outcome;
        }
        finally
        {
            result?.Dispose();
        }
    }

    private QueryOutcome Insert(EngineSession session, CancellationToken cancellationToken)
    {
        ReadOnlySpan<byte> text = body.Text.Span;
        using EngineInsert insert = session.BeginInsert(text[..statement.HeadLength], _format, parameters.Parameters);
        bool accepts = insert.Append(text[statement.DataStart..]);
        var buffer = new byte[ChunkBytes];
        int read;
        while (accepts && (read = body.Read(buffer, cancellationToken)) > 0)
        {
            accepts = insert.Append(buffer.AsSpan(0, read));
        }

        return new QueryOutcome(insert.Complete(), _format, null);
    }
}
