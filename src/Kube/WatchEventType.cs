namespace Helmstuck.Kube;

internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,
    Bookmark,
    Failed,
}
