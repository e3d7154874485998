namespace Torghut.Alpaca;

/// <summary>
/// The permit of the request that is being sent. It travels with the flow of execution, because between a request and its connection's socket stand layers that
/// know nothing of it: the pool, the HTTP connection, TLS.
/// </summary>
public static class SendPermit
{
    private static readonly AsyncLocal<ISendPermit?> InForce = new();

    /// <summary>The permit that bytes sent from here need; null when they need none.</summary>
    public static ISendPermit? Current => InForce.Value;

    /// <summary>Lets a request be sent only while a permit allows it.</summary>
    /// <param name="permit">Asked before anything leaves; a client sees a refusal as a connection that failed.</param>
    /// <param name="send">Sends the request and waits for its answer.</param>
    public static async Task<T> UnderAsync<T>(ISendPermit permit, Func<Task<T>> send)
    {
        // What an asynchronous method changes here is as before for its caller.
        InForce.Value = permit;
        return await send();
    }
}
