using System.Globalization;
using Torghut.Testing;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>Answers that were recorded, in <c>Answers</c>; <c>$NOW</c> and <c>$ID</c> in them are filled in.</summary>
internal static class FixtureAnswers
{
    public const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Torghut.Pages.Tests/Fixtures/Answers");

    public static string Read(string name, DateTimeOffset? now = null, string id = "") => File.ReadAllText(Path.Combine(Folder, $"{name}.json"))
        .Replace("$NOW", (now ?? FixtureDay.Evening).UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("$ID", id, StringComparison.Ordinal);
}
