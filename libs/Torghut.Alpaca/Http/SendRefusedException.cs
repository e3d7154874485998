namespace Torghut.Alpaca;

/// <summary>A permit did not let bytes leave; the connection is of no use any more.</summary>
public sealed class SendRefusedException : IOException
{
    public SendRefusedException()
        : base("The request was not allowed to leave.")
    {
    }

    public SendRefusedException(string message)
        : base(message)
    {
    }

    public SendRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
