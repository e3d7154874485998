namespace Torghut.Sandbox.Alpaca.Sockets;

internal enum FrameAction : byte
{
    /// <summary>Sends the bytes as one WebSocket message.</summary>
    Send,

    /// <summary>Sends a close frame.</summary>
    Close,

    /// <summary>Writes the bytes past the WebSocket onto the connection and cuts it.</summary>
    WriteAndCut,
}
