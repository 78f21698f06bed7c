namespace Helmstuck.Survey;

/// <summary>What happens to a watch of the release records.</summary>
internal abstract class FollowNews
{
    /// <summary>The API server accepted the watch: every later change is reported.</summary>
    public sealed class Live : FollowNews;

    /// <summary>Records of these releases changed. <see cref="ResourceVersion"/>: of the newest of these changes.</summary>
    public sealed class Changed(IReadOnlyList<ReleaseName> releases, string resourceVersion) : FollowNews
    {
        public IReadOnlyList<ReleaseName> Releases => releases;

        public string ResourceVersion => resourceVersion;
    }

    /// <summary>The server cannot be reached, or cannot watch now; it is tried again.</summary>
    public sealed class Lost(string why) : FollowNews
    {
        public string Why => why;
    }

    /// <summary>A watch is not allowed, or something between here and the server cuts it; it is tried again, less and less often.</summary>
    public sealed class Unwatchable(string why) : FollowNews
    {
        public string Why => why;
    }

    /// <summary>The server no longer has the changes since the list: list again. The last news.</summary>
    public sealed class Expired : FollowNews;
}
