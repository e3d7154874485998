using System.Globalization;
using System.Runtime.InteropServices;

namespace Torghut.Sandbox.Postgres.Processes;

/// <summary>The user that postgres runs as: it refuses to run as root.</summary>
internal sealed record ServerAccount(uint? User, uint? Group)
{
    private const uint OwnerOnly = 0b111_000_000;
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>What setpriv has to be told.</summary>
    public IEnumerable<string> Arguments => User is null ? [] : [$"--reuid={User}", $"--regid={Group}", "--clear-groups"];

    /// <summary>The caller itself, or a user without rights when the caller is root.</summary>
    /// <exception cref="InvalidOperationException">The caller is root and there is no such user.</exception>
    public static ServerAccount Choose()
    {
        if (Libc.EffectiveUser() != 0)
        {
            return new ServerAccount(null, null);
        }

        string[][] users = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':'))];
        string[] chosen = Candidates.Select(name => users.FirstOrDefault(user => user[0] == name)).FirstOrDefault(user => user is not null)
            ?? throw new InvalidOperationException($"PostgreSQL does not run as root, and none of the users {string.Join(", ", Candidates)} exists.");
        return new ServerAccount(uint.Parse(chosen[2], CultureInfo.InvariantCulture), uint.Parse(chosen[3], CultureInfo.InvariantCulture));
    }

    /// <summary>Makes a folder that only this user can open.</summary>
    public void CreatePrivateFolder(string path)
    {
        Directory.CreateDirectory(path);
        Own(path);
        Check(Libc.ChangeMode(path, OwnerOnly), path, "closed to others");
    }

    public void Own(string path)
    {
        if (User is { } user)
        {
            Check(Libc.ChangeOwner(path, user, Group!.Value), path, $"given to user {user}");
        }
    }

    private static void Check(int result, string path, string what)
    {
        if (result != 0)
        {
            throw new IOException($"{path} could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }
}
