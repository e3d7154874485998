using System.Threading.Channels;

namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>
/// The engine with its data folder and a fixed number of connections. The library keeps its state in the process, so there is one at a time.
/// Calls block; each runs on a thread of its own, because the engine ties a query to the thread that started it.
/// </summary>
internal sealed class ClickHouseEngine : IDisposable
{
    private static readonly SemaphoreSlim OnlyOne = new(1, 1);

    private readonly Channel<EngineSession> _idle = Channel.CreateUnbounded<EngineSession>();
    private readonly ClickHouseOptions _options;
    private readonly EngineSession _control;

    private ClickHouseEngine(ClickHouseOptions options)
    {
        _options = options;
        // Held to the end: the engine stops when its last connection closes.
        _control = Connect();
    }

    /// <summary>Loads the library and opens the data folder.</summary>
    /// <exception cref="InvalidOperationException">Another engine is open in this process, or the folder cannot be opened.</exception>
    public static ClickHouseEngine Open(ClickHouseOptions options)
    {
        if (!OnlyOne.Wait(0))
        {
            throw new InvalidOperationException("The ClickHouse engine is already open in this process, and it can be open once only.");
        }

        ClickHouseEngine? engine = null;
        try
        {
            Directory.CreateDirectory(options.DataDirectory);
            ChdbNative.Load(options.LibraryPath ?? NativeCache.Locate("libchdb.so"));
            engine = new ClickHouseEngine(options);
            engine.Fill();
            return engine;
        }
        catch
        {
            engine?.Close();
            OnlyOne.Release();
            throw;
        }
    }

    /// <summary>Version of ClickHouse inside.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Waits for a free connection and runs <paramref name="work"/> with it on a thread of its own.</summary>
    public async Task<T> RunAsync<T>(Func<EngineSession, T> work, CancellationToken cancellationToken)
    {
        EngineSession session = await _idle.Reader.ReadAsync(cancellationToken);
        try
        {
            return await RunAsync(session, work);
        }
        finally
        {
            Return(session);
        }
    }

    /// <summary>Runs <paramref name="work"/> with a connection of the caller's on a thread of its own.</summary>
    public static Task<T> RunAsync<T>(EngineSession session, Func<EngineSession, T> work) =>
        Task.Factory.StartNew(() => work(session), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Opens a connection that is not of the pool; the caller disposes it before this engine.</summary>
    public EngineSession Connect() => new(Path.GetFullPath(_options.DataDirectory));

    /// <summary>Asks the queries that carry this comment to stop; they end with QUERY_WAS_CANCELLED soon after.</summary>
    public void Kill(string comment)
    {
        lock (_control)
        {
            _control.Execute($"KILL QUERY WHERE Settings['log_comment'] = {SqlLiteral.Quote(comment)} ASYNC");
        }
    }

    /// <summary>Waits for running queries to end, then writes everything out and closes the data folder.</summary>
    public void Dispose()
    {
        for (int i = 0; i < _options.MaxConcurrentQueries; i++)
        {
            _idle.Reader.ReadAsync().AsTask().GetAwaiter().GetResult().Dispose();
        }

        Close();
        OnlyOne.Release();
    }

    // Closes the connections that wait in the pool, and the one that keeps the engine running.
    private void Close()
    {
        while (_idle.Reader.TryRead(out EngineSession? session))
        {
            session.Dispose();
        }

        _control.Dispose();
    }

    private void Fill()
    {
        foreach (string database in _options.Databases)
        {
            _control.Execute($"CREATE DATABASE IF NOT EXISTS {SqlLiteral.Identifier(database)}");
        }

        using (EngineResult version = _control.Query("SELECT version()"u8, "TSVRaw", new Dictionary<string, string>()))
        using (var reader = new StreamReader(version.OpenRead()))
        {
            Version = reader.ReadToEnd().Trim();
        }

        for (int i = 0; i < _options.MaxConcurrentQueries; i++)
        {
            Widen();
        }
    }

    private void Return(EngineSession session)
    {
        if (session.IsSpoiled)
        {
            session.Dispose();
            Widen();
            return;
        }

        _idle.Writer.TryWrite(session);
    }

    // Puts a new connection into the pool, which owns it until RunAsync or Dispose takes it out.
    private void Widen()
    {
        EngineSession? session = Connect();
        try
        {
            if (_idle.Writer.TryWrite(session))
            {
                session = null;
            }
        }
        finally
        {
            session?.Dispose();
        }
    }
}
