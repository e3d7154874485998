using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>Writes server-sent events (<see href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, 9.2</see>).</summary>
/// <param name="output">Where they go.</param>
/// <param name="timeout">Longest that the client may take nothing.</param>
/// <param name="time">Measures that.</param>
internal sealed class EventWriter(PipeWriter output, TimeSpan timeout, TimeProvider time)
{
    /// <summary>What to wait before coming again after a cut.</summary>
    public void Retry(TimeSpan pause) => Text(string.Create(CultureInfo.InvariantCulture, $"retry: {pause.TotalMilliseconds:0}\n\n"));

    /// <summary>A sign of life that also moves the client's id, which events for others have passed: an event without data is not shown to a page.</summary>
    public void Heartbeat(LivePosition position) => Text($": heartbeat\nid: {position}\n\n");

    /// <param name="name">Of the event.</param>
    /// <param name="position">Behind it.</param>
    /// <param name="data">UTF-8 without a line break.</param>
    public void Event(string name, LivePosition position, ReadOnlySpan<byte> data)
    {
        Text($"event: {name}\nid: {position}\ndata: ");
        output.Write(data);
        output.Write("\n\n"u8);
    }

    /// <exception cref="SlowClientException">The client takes nothing.</exception>
    /// <exception cref="OperationCanceledException">It is gone.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var pending = output.FlushAsync(cancellationToken);
        try
        {
            var result = pending.IsCompleted ? await pending : await pending.AsTask().WaitAsync(timeout, time, cancellationToken);
            if (result.IsCompleted)
            {
                throw new OperationCanceledException("The client is gone.");
            }
        }
        catch (TimeoutException)
        {
            throw new SlowClientException();
        }
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);
}
