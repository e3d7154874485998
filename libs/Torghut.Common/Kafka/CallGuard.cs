namespace Torghut.Common.Kafka;

/// <summary>
/// Runs the blocking calls of one client on a thread of its own, so that no call is waited for longer than the limit its caller gives, whatever the client
/// makes
/// of the timeout it was given (docs/adr/0011-librdkafka-pin.md names a call that does not return). A client with an overdue call is abandoned together
/// with its guard: neither is used
/// again, and the client is not disposed, because that may wait for the same call. One call at a time.
/// </summary>
public sealed class CallGuard(string client, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _begun = new(0);
    private Thread? _thread;
    private volatile GuardedCall? _last;
    private volatile GuardedCall? _farewell;
    private volatile bool _ended;

    /// <summary>Whether a call is under way, overdue or not.</summary>
    public bool IsBusy => _last is { IsCompleted: false };

    /// <summary>Begins a call and returns at once.</summary>
    /// <param name="name">Name of the call, for messages and metrics.</param>
    /// <param name="limit">How long it may be waited for.</param>
    /// <param name="call">What is done on the guard's thread.</param>
    /// <exception cref="InvalidOperationException">The call before is still under way.</exception>
    public GuardedCall Begin(string name, TimeSpan limit, Action call)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (IsBusy)
        {
            throw new InvalidOperationException($"{name} of {client} was to begin while {_last!.Name} was under way.");
        }

        StartThread();
        _last = new GuardedCall(name, limit, call, time);
        var begun = _last;
        _begun.Release();
        return begun;
    }

    /// <summary>Makes a call and waits for its end.</summary>
    /// <exception cref="CallOverdueException">It did not end within its limit.</exception>
    public void Run(string name, TimeSpan limit, Action call) => Begin(name, limit, call).Wait();

    /// <inheritdoc cref="Run(string, TimeSpan, Action)"/>
    public T Run<T>(string name, TimeSpan limit, Func<T> call)
    {
        T result = default!;
        Run(name, limit, () => { result = call(); });
        return result;
    }

    /// <summary>Makes a call and waits for its end without a thread of the pool, which has few.</summary>
    /// <exception cref="CallOverdueException">It did not end within its limit.</exception>
    public async Task<T> RunAsync<T>(string name, TimeSpan limit, Func<T> call)
    {
        T result = default!;
        await Begin(name, limit, () => { result = call(); }).WaitAsync();
        return result;
    }

    /// <summary>Lets the thread end with a last action that nobody waits for, after the call under way if there is one, and if that returns.</summary>
    /// <returns>Ends with it, however it ends.</returns>
    public Task EndWithAsync(Action last)
    {
        if (_ended)
        {
            return Task.CompletedTask;
        }

        StartThread();
        var farewell = new GuardedCall(nameof(EndWithAsync), TimeSpan.MaxValue, last, time);
        _farewell = farewell;
        Dispose();
        return farewell.Completion;
    }

    /// <summary>Lets the thread end, after the call under way if there is one.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (_thread is null)
        {
            _begun.Dispose();
        }
        else
        {
            _begun.Release();
        }
    }

    private void Work()
    {
        using var begun = _begun;
        while (true)
        {
            begun.Wait();
            if (_last is { IsCompleted: false } call)
            {
                call.Execute();
            }
            else if (_ended)
            {
                _farewell?.Execute();
                return;
            }
        }
    }

    private void StartThread()
    {
        if (_thread is null)
        {
            _thread = new Thread(Work) { IsBackground = true, Name = client };
            _thread.Start();
        }
    }
}
