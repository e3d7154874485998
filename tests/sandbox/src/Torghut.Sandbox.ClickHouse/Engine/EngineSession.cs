using System.Text;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>One connection to the engine: runs one statement at a time, always called from one thread at a time.</summary>
internal sealed unsafe class EngineSession : IDisposable
{
    private nint* _connection;

    public EngineSession(string dataDirectory)
    {
        fixed (byte* program = "chdb\0"u8, path = Utf8.Terminated("--path=" + dataDirectory))
        {
            byte** arguments = stackalloc byte*[2];
            arguments[0] = program;
            arguments[1] = path;
            _connection = ChdbNative.Connect(2, arguments);
        }

        if (_connection is null)
        {
            throw new InvalidOperationException(
                $"The ClickHouse engine did not open {dataDirectory}; the folder may be in use by another process, or not writable.");
        }
    }

    /// <summary>Set when a statement may have left the connection in another state than it found it.</summary>
    public bool IsSpoiled { get; set; }

    private nint Connection => _connection is null ? throw new ObjectDisposedException(nameof(EngineSession)) : *_connection;

    /// <summary>Runs a statement to its end and returns the whole result.</summary>
    /// <exception cref="EngineException">The engine refused it.</exception>
    public EngineResult Query(ReadOnlySpan<byte> sql, string format, IReadOnlyDictionary<string, string> parameters)
    {
        using var bound = new NativeParameters(parameters);
        byte[] name = Encoding.UTF8.GetBytes(format);
        fixed (byte* text = sql, formatName = name)
        {
            return EngineResult.Take(ChdbNative.Query(
                Connection, text, (nuint)sql.Length, formatName, (nuint)name.Length,
                bound.Names, bound.NameLengths, bound.Values, bound.ValueLengths, bound.Count));
        }
    }

    /// <summary>Runs a statement whose answer does not matter.</summary>
    public void Execute(string sql) => Query(Encoding.UTF8.GetBytes(sql), "TabSeparated", EmptyParameters).Dispose();

    /// <summary>Starts an insert whose data follows in <paramref name="format"/>.</summary>
    public EngineInsert BeginInsert(ReadOnlySpan<byte> sql, string format, IReadOnlyDictionary<string, string> parameters)
    {
        using var bound = new NativeParameters(parameters);
        byte[] name = Encoding.UTF8.GetBytes(format);
        fixed (byte* text = sql, formatName = name)
        {
            return EngineInsert.Take(ChdbNative.BeginInsert(
                Connection, text, (nuint)sql.Length, formatName, (nuint)name.Length,
                bound.Names, bound.NameLengths, bound.Values, bound.ValueLengths, bound.Count));
        }
    }

    /// <summary>What a text would do, without running it.</summary>
    public StatementClass Classify(ReadOnlySpan<byte> sql, out int statements)
    {
        ChdbNative.QueryAnalysis analysis = new() { StructSize = (uint)sizeof(ChdbNative.QueryAnalysis) };
        fixed (byte* text = sql)
        {
            if (ChdbNative.Classify(Connection, text, (nuint)sql.Length, null, 0, &analysis) != 0)
            {
                throw new InvalidOperationException("The ClickHouse engine could not classify a statement: its connection is closed.");
            }
        }

        statements = (int)analysis.StatementCount;
        return (StatementClass)analysis.QueryClass;
    }

    public void Dispose()
    {
        if (_connection is null)
        {
            return;
        }

        ChdbNative.CloseConnection(_connection);
        _connection = null;
    }

    private static readonly Dictionary<string, string> EmptyParameters = [];
}
