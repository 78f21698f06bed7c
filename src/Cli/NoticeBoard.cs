namespace Helmstuck.Cli;

/// <summary>
/// Lines from beside the work: the server's warnings, what a credential plugin writes, the request log. They go to standard error at once,
/// but while the full screen has the terminal they are held, so that they cannot tear it, and come when it is gone.
/// </summary>
internal sealed class NoticeBoard(CliStreams streams)
{
    private const int Most = 1000;

    private readonly Lock gate = new();
    private List<string>? held;

    public void Say(string line)
    {
        lock (gate)
        {
            if (held is null)
                streams.Say(line);
            else if (held.Count < Most)
                held.Add(line);
        }
    }

    public void Hold()
    {
        lock (gate)
            held ??= [];
    }

    public void Release()
    {
        lock (gate)
        {
            foreach (var line in held ?? [])
                streams.Say(line);
            held = null;
        }
    }
}
