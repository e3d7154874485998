using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>
/// A stream of bars and signals whose ids are their places in it. A client that names one gets what is behind it; one that names none, what is to come.
/// </summary>
internal sealed class FixtureStream
{
    private readonly Lock _lock = new();
    private readonly List<(string Name, object?[] Row)> _records = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _cut = new();

    /// <summary>Connections so far.</summary>
    public int Opened { get; private set; }

    /// <summary>Connections to come that are cut before they name a place.</summary>
    public int BrokenAtFirst { get; set; }

    public void Add(FixtureBar bar, object?[]? signal = null)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _records.Add(("bar", bar.Row));
            if (signal is not null)
            {
                _records.Add(("signal", signal));
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    /// <summary>Ends every connection, in the middle of whatever it is doing.</summary>
    public void Cut()
    {
        CancellationTokenSource cut;
        lock (_lock)
        {
            cut = _cut;
            _cut = new CancellationTokenSource();
        }

        cut.Cancel();
        cut.Dispose();
    }

    public async Task ServeAsync(HttpContext context, string symbol)
    {
        var asked = context.Request.Headers["Last-Event-ID"].ToString();
        int next;
        CancellationToken cut;
        bool isBroken;
        lock (_lock)
        {
            next = asked.Length > 0 ? int.Parse(asked, CultureInfo.InvariantCulture) + 1 : _records.Count;
            cut = _cut.Token;
            Opened++;
            isBroken = asked.Length == 0 && BrokenAtFirst-- > 0;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        if (isBroken)
        {
            await context.Response.WriteAsync("retry: 20\n\n", either.Token);
            await context.Response.Body.FlushAsync(either.Token);
            context.Abort();
            return;
        }

        // Where it stands, so that a client that is cut before the first bar misses none.
        await context.Response.WriteAsync($"retry: 20\nid: {next - 1}\n\n", either.Token);
        try
        {
            while (true)
            {
                var (ready, changed) = From(next);
                foreach (var (name, row) in ready)
                {
                    var source = new { topic = "torghut.ta.bars.1s.v1", partition = 0, offset = next };
                    var data = JsonSerializer.Serialize(new { symbol, row, source });
                    await context.Response.WriteAsync($"event: {name}\nid: {next}\ndata: {data}\n\n", either.Token);
                    next++;
                }

                await context.Response.Body.FlushAsync(either.Token);
                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private (List<(string Name, object?[] Row)> Ready, Task Changed) From(int next)
    {
        lock (_lock)
        {
            return (_records[next..], _changed.Task);
        }
    }
}
