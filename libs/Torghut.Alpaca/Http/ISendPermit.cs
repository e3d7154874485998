namespace Torghut.Alpaca;

/// <summary>
/// Leave to send one request, asked for twice: when its body is about to be written, and when bytes are about to be handed to the operating system. A process
/// may stand still between any two of its instructions; the second question is the last one that it can ask itself.
/// </summary>
public interface ISendPermit
{
    /// <summary>Before the body is written. After a no nothing of the request reaches the wire.</summary>
    ValueTask<bool> MayBeginAsync();

    /// <summary>Before bytes are handed to the socket: must not wait.</summary>
    bool MayLeave();

    /// <summary>All of the request has been handed over. What the connection sends while its answer is read, TLS's own records for one, is no part of
    /// it.</summary>
    void HasLeft();
}
