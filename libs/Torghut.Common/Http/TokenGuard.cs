using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Torghut.Common.Http;

/// <summary>
/// Checks bearer tokens, in constant time, and slows down who guesses. Where a right token must always be heard, because what it does makes things safer, a
/// guess is refused but does not close the door: whoever guesses may share an address with whoever has to stop trading.
/// </summary>
public sealed class TokenGuard(TimeProvider time)
{
    /// <summary>Wrong tokens of one address within <see cref="Window"/> after which none is looked at any more.</summary>
    public const int Guesses = 10;

    private const string Scheme = "Bearer ";
    private const int MaxAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (int Count, DateTimeOffset Since)> _guesses = [];

    /// <summary>How long guesses are remembered.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the request may pass, or how to answer it.</summary>
    /// <param name="request">It.</param>
    /// <param name="expected">The token that opens; empty closes the endpoint.</param>
    /// <param name="other">A token that is valid, but not for this.</param>
    /// <param name="alwaysHeard">Whether a right token passes however many wrong ones came before.</param>
    public Problem? Refuse(HttpRequest request, string expected, string other = "", bool alwaysHeard = false) =>
        Refuse(request, expected.Length == 0 ? [] : [expected], other.Length == 0 ? [] : [other], alwaysHeard);

    /// <summary>Whether the request may pass, or how to answer it.</summary>
    /// <param name="request">It.</param>
    /// <param name="expected">The tokens that open; without one the endpoint is closed.</param>
    /// <param name="others">Tokens that are valid, but not for this.</param>
    /// <param name="alwaysHeard">Whether a right token passes however many wrong ones came before.</param>
    public Problem? Refuse(HttpRequest request, IReadOnlyCollection<string> expected, IReadOnlyCollection<string> others, bool alwaysHeard = false)
    {
        if (expected.Count == 0)
        {
            return new Problem(StatusCodes.Status403Forbidden, "endpoint_closed", "No token is configured for this endpoint.");
        }

        var address = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        var closed = IsClosed(address);
        if (closed && !alwaysHeard)
        {
            return TooMany(request);
        }

        var given = Given(request);
        if (given is not null && EqualAny(given, expected))
        {
            return null;
        }

        if (given is not null && EqualAny(given, others))
        {
            return new Problem(StatusCodes.Status403Forbidden, "forbidden", "This token is valid, but not for this.");
        }

        if (closed)
        {
            return TooMany(request);
        }

        if (given is not null)
        {
            Guessed(address);
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(StatusCodes.Status401Unauthorized, "unauthorised", "A valid bearer token is needed.");
    }

    private static Problem TooMany(HttpRequest request)
    {
        request.HttpContext.Response.Headers.RetryAfter = "60";
        return new Problem(StatusCodes.Status429TooManyRequests, "too_many_guesses", "Too many wrong tokens came from this address.");
    }

    private static string? Given(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    // Every token is compared, so that the time does not tell which one it was.
    private static bool EqualAny(string given, IEnumerable<string> tokens) => tokens.Aggregate(false, (found, token) => found | Equal(given, token));

    // Digests have one length, so that the comparison does not tell the token's.
    private static bool Equal(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));

    private bool IsClosed(IPAddress address)
    {
        lock (_lock)
        {
            return _guesses.TryGetValue(address, out var made) && made.Count >= Guesses && time.GetUtcNow() - made.Since < Window;
        }
    }

    private void Guessed(IPAddress address)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_guesses.Count >= MaxAddresses)
            {
                foreach (var old in _guesses.Where(pair => now - pair.Value.Since >= Window).Select(pair => pair.Key).ToList())
                {
                    _guesses.Remove(old);
                }
            }

            _guesses.TryGetValue(address, out var made);
            if (made.Count > 0 && now - made.Since < Window)
            {
                _guesses[address] = (made.Count + 1, made.Since);
            }
            else if (_guesses.Count < MaxAddresses || made.Count > 0)
            {
                _guesses[address] = (1, now);
            }
        }
    }
}
