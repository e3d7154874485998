namespace Torghut.Trading.Loop;

/// <summary>What the loops wait for after a start, while the HTTP interface and the emergency stop are there already. Safe for concurrent use.</summary>
internal sealed class StartProgress
{
    /// <summary>Postgres does not answer.</summary>
    public const string Postgres = "postgres";

    /// <summary>The schema is not one that this program can work on.</summary>
    public const string Migrations = "migrations";

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile StartWait? _wait = new(Postgres, "not asked yet");

    /// <summary>What is waited for; null once everything is done.</summary>
    public StartWait? Wait => _wait;

    public void WaitFor(string what, string fault) => _wait = new StartWait(what, fault);

    public void Finish()
    {
        _wait = null;
        _done.TrySetResult();
    }

    public Task WhenDoneAsync(CancellationToken cancellationToken) => _done.Task.WaitAsync(cancellationToken);
}

/// <param name="What">A stable word.</param>
/// <param name="Fault">For people.</param>
internal sealed record StartWait(string What, string Fault);
