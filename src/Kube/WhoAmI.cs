namespace Helmstuck.Kube;

/// <summary>Who the user is. <paramref name="FromServer"/>: the API server said so; otherwise it comes from the settings.</summary>
internal sealed record WhoAmI(string Name, bool FromServer);
