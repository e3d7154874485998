using System.Text;
using LibGit2Sharp;

namespace Torghut.Ops.GitOps;

/// <summary>
/// The branch that the cluster follows, as its remote has it. A commit is made of objects alone, upon the remote's tip, and takes effect by the push, all or
/// nothing: no work tree is touched, so nothing of a command that was killed lies around.
/// </summary>
internal sealed class GitOpsRepository : IDisposable
{
    /// <summary>Files below it may be changed by commands, no others.</summary>
    public const string Home = "argocd/applications/torghut/";

    /// <summary>Trailer by which a later run finds what an earlier one has done.</summary>
    public const string Trailer = "Torghut-Change-Id";

    private const string Origin = "origin";
    private const string PushRefs = "refs/torghut/push/";

    /// <summary>Largest file that is read, bytes.</summary>
    private const int MaxFileBytes = 1 << 20;

    /// <summary>Commits that are searched for a trailer; a change is looked for soon after it was made.</summary>
    private const int SearchDepth = 2_000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly GitOpsOptions _options;
    private readonly Repository _repository;

    private GitOpsRepository(GitOpsOptions options, Repository repository) => (_options, _repository) = (options, repository);

    private string Tracking => $"refs/remotes/{Origin}/{_options.Branch}";

    /// <exception cref="GitOpsException">There is none, or its tree is not as it was committed.</exception>
    public static GitOpsRepository Open(GitOpsOptions options)
    {
        if (options.Directory.Length == 0)
        {
            throw new GitOpsException("repository", "OPS_GITOPS_DIR is not set");
        }

        var repository = Guard(() => new Repository(options.Directory));
        try
        {
            if (repository.Network.Remotes[Origin] is not { } origin)
            {
                throw new GitOpsException("repository", $"{options.Directory} has no remote '{Origin}', so nobody would see a change");
            }

            if (options.Token.Length > 0 && (GivesAway(origin.Url) || GivesAway(origin.PushUrl)))
            {
                throw new GitOpsException("repository", $"'{Origin}' of {options.Directory} is not https: the token would go in the clear");
            }

            if (!repository.Info.IsBare && Guard(() => repository.RetrieveStatus(new StatusOptions { IncludeIgnored = false }).IsDirty))
            {
                throw new GitOpsException("tree", $"{options.Directory} has changes that are not committed");
            }

            return new GitOpsRepository(options, repository);
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>Looks at the remote.</summary>
    public Commit Fetch() => Guard(() =>
    {
        var fetch = new FetchOptions { CredentialsProvider = Authenticate };
        Commands.Fetch(_repository, Origin, [$"+refs/heads/{_options.Branch}:{Tracking}"], fetch, null);
        return _repository.Refs[Tracking]?.ResolveToDirectReference().Target as Commit
            ?? throw new GitOpsException("repository", $"the remote has no branch {_options.Branch}");
    });

    /// <summary>A branch of the remote; null when it has none of that name.</summary>
    public Commit? FetchBranch(string branch) => Guard(() =>
    {
        var listed = _repository.Network.ListReferences(_repository.Network.Remotes[Origin], Authenticate);
        if (listed.All(reference => reference.CanonicalName != $"refs/heads/{branch}"))
        {
            return null;
        }

        var tracking = $"refs/remotes/{Origin}/{branch}";
        Commands.Fetch(_repository, Origin, [$"+refs/heads/{branch}:{tracking}"], new FetchOptions { CredentialsProvider = Authenticate }, null);
        return _repository.Refs[tracking]?.ResolveToDirectReference().Target as Commit;
    });

    public static string Text(Commit commit, string path)
    {
        if (commit[path]?.Target is not Blob blob)
        {
            throw new GitOpsException("file", $"{path} is not in {commit.Sha[..12]}");
        }

        if (blob.Size > MaxFileBytes)
        {
            throw new GitOpsException("file", $"{path} has more than {MaxFileBytes} bytes");
        }

        using var content = blob.GetContentStream();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        try
        {
            return Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
        catch (DecoderFallbackException damaged)
        {
            throw new GitOpsException("file", $"{path} is not UTF-8", damaged);
        }
    }

    /// <summary>A commit upon another that differs in one file. Nobody sees it before it is pushed.</summary>
    public Commit Make(Commit parent, string path, string text, string message, Signature author)
    {
        if (!path.StartsWith(Home, StringComparison.Ordinal) || path.Split('/').Contains(".."))
        {
            throw new GitOpsException("path", $"{path} is not below {Home}");
        }

        using var content = new MemoryStream(Strict.GetBytes(text));
        var blob = _repository.ObjectDatabase.CreateBlob(content);
        var mode = parent[path]?.Mode ?? Mode.NonExecutableFile;
        var tree = _repository.ObjectDatabase.CreateTree(TreeDefinition.From(parent.Tree).Add(path, blob, mode));
        return _repository.ObjectDatabase.CreateCommit(author, author, message, tree, [parent], prettifyMessage: false);
    }

    /// <summary>What the commit changes, as a patch.</summary>
    public string Diff(Commit commit) => _repository.Diff.Compare<Patch>(commit.Parents.First().Tree, commit.Tree).Content;

    /// <summary>Gives the commit to the remote's branch, which must be where the commit's parent is.</summary>
    public void Push(Commit commit, string branch) => Guard(() =>
    {
        string? refused = null;

        // A name of its own: another command of this clone may push at the same time.
        var own = _repository.Refs.Add(PushRefs + commit.Sha, commit.Id, allowOverwrite: true);
        var options = new PushOptions
        {
            CredentialsProvider = Authenticate,
            OnPushStatusError = error => refused = error.Message,
        };
        try
        {
            _repository.Network.Push(_repository.Network.Remotes[Origin], $"{own.CanonicalName}:refs/heads/{branch}", options);
        }
        finally
        {
            _repository.Refs.Remove(own);
        }

        return refused is null ? 0 : throw new GitOpsException("push", $"the remote refused {branch}: {refused}");
    });

    /// <summary>The commit of the tip's history that carries the change's id; null when none does.</summary>
    public static Commit? FindChange(Commit tip, string changeId)
    {
        var trailer = $"{Trailer}: {changeId}";
        var queue = new Queue<Commit>([tip]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { tip.Sha };
        while (queue.TryDequeue(out var commit) && seen.Count < SearchDepth)
        {
            if (commit.Message.Split('\n').Any(line => line.Trim() == trailer))
            {
                return commit;
            }

            foreach (var parent in commit.Parents.Where(parent => seen.Add(parent.Sha)))
            {
                queue.Enqueue(parent);
            }
        }

        return null;
    }

    public void Dispose() => _repository.Dispose();

    private static bool GivesAway(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    private static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (NonFastForwardException moved)
        {
            throw new GitOpsException("push", "the branch has moved meanwhile; run the command again", moved);
        }
        catch (LibGit2SharpException failure)
        {
            throw new GitOpsException("repository", failure.Message, failure);
        }
    }

    private Credentials Authenticate(string url, string user, SupportedCredentialTypes types) => _options.Token.Length == 0
        ? new DefaultCredentials()
        : new UsernamePasswordCredentials { Username = _options.User, Password = _options.Token };
}
