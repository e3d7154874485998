using Torghut.Alpaca;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Tests.Submission;

/// <summary>What an adapter answers, in turn; when nothing is left it accepts. It asks for leave as a real one does.</summary>
internal sealed class AdapterScript
{
    private readonly Queue<SubmitOutcome> _answers = new();

    /// <summary>Client order ids of the requests that left.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>What happens while the request is under way.</summary>
    public Action Answering { get; set; } = () => { };

    public void Answer(SubmitOutcome outcome) => _answers.Enqueue(outcome);

    /// <summary>Null accepts.</summary>
    public async Task<SubmitOutcome?> NextAsync(string clientOrderId)
    {
        if (SendPermit.Current is { } permit && !(await permit.MayBeginAsync() && permit.MayLeave()))
        {
            return new SubmitOutcome.NotAccepted("not_sent", null);
        }

        Sent.Add(clientOrderId);
        Answering();
        return _answers.TryDequeue(out var outcome) ? outcome : null;
    }
}
