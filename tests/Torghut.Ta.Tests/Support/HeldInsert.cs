namespace Torghut.Ta.Tests.Support;

/// <summary>An insert under way.</summary>
internal sealed class HeldInsert(string table, string token, byte[] rows, TimeSpan? timeout)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Table => table;

    public string Token => token;

    public byte[] Rows => rows;

    public TimeSpan? Timeout => timeout;

    public Task Ended => _ended.Task;

    /// <param name="failure">Null when the rows are stored.</param>
    public void End(Exception? failure = null)
    {
        if (failure is null)
        {
            _ended.TrySetResult();
        }
        else
        {
            _ended.TrySetException(failure);
        }
    }

    public void Cancel() => _ended.TrySetCanceled();
}
