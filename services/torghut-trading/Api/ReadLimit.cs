using Torghut.Trading.Storage;

namespace Torghut.Trading.Api;

/// <summary>
/// How many reads of the database the HTTP interface runs at a time, as many as it has connections of its own, and how long each may take. Those that come
/// together wait for one another for a moment: fifty people who look at the same decision are not an attack.
/// </summary>
internal sealed class ReadLimit(DatabaseOptions options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.ApiConnections, options.ApiConnections);

    /// <summary>Runs a read when its turn comes, or returns null when too many are before it.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public async Task<T?> TryRunAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        if (!await _free.WaitAsync(options.ApiWait, cancellationToken))
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(options.ApiTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The read took too long.");
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();
}
