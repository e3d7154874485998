namespace Torghut.Sandbox.ClickHouse.Http;

/// <summary>HTTP status for an error number, as ClickHouse maps them (src/Server/HTTP/exceptionCodeToHTTPStatus.cpp).</summary>
internal static class ErrorStatus
{
    public static int Of(int code) => code switch
    {
        194 => 401,
        192 or 193 or 497 or 512 or 516 => 403,
        6 or 8 or 15 or 25 or 26 or 27 or 36 or 37 or 38 or 41 or 44 or 53 or 62 or 72 or 117 or 123 or 167 or 168 or 223 => 400,
        321 or 376 or 427 or 441 or 675 or 676 => 400,
        46 or 47 or 50 or 56 or 60 or 63 or 73 or 78 or 81 or 115 or 152 or 336 or 511 => 404,
        159 => 408,
        381 => 411,
        Engine.ErrorCodes.QueryIsTooLarge => 413,
        779 => 415,
        48 => 501,
        76 or 209 or 439 => 503,
        _ => 500,
    };
}
