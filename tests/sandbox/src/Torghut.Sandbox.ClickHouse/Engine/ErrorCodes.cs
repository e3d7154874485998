namespace Torghut.Sandbox.ClickHouse.Engine;

/// <summary>ClickHouse's error numbers that the server itself raises (src/Common/ErrorCodes.cpp).</summary>
internal static class ErrorCodes
{
    public const int BadArguments = 36;
    public const int NotImplemented = 48;
    public const int SyntaxError = 62;
    public const int UnknownSetting = 115;
    public const int Readonly = 164;
    public const int TooManySimultaneousQueries = 202;
    public const int QueryWithSameIdIsAlreadyRunning = 216;
    public const int QueryIsTooLarge = 229;
    public const int TableIsReadOnly = 242;
    public const int IncorrectData = 117;
    public const int SessionNotFound = 372;
    public const int SessionIsLocked = 373;
    public const int InvalidSessionTimeout = 374;
    public const int QueryWasCancelled = 394;
    public const int TooManyRowsOrBytes = 396;
    public const int UnknownRole = 511;
    public const int AuthenticationFailed = 516;
    public const int UnknownException = 1002;
}
