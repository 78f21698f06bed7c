namespace Helmstuck.Helm.Payload;

/// <summary>
/// What Helm expects at one place of a release's JSON. A value of another kind makes Go's decoder fail, so that Helm skips the whole
/// record; null is allowed everywhere, unknown members are ignored (Helm: release/v1/release.go, info.go, hook.go, chart/v2).
/// </summary>
internal sealed class Shape(ShapeKind kind, PayloadSlot slot = PayloadSlot.None)
{
    /// <summary>A member that Helm does not know, with everything in it.</summary>
    public static readonly Shape Ignored = new(ShapeKind.Ignored);

    /// <summary>A value that Helm keeps without a type, with everything in it.</summary>
    public static readonly Shape Any = new(ShapeKind.Any);

    private static readonly Shape Text = new(ShapeKind.Text);
    private static readonly Shape Flag = new(ShapeKind.Flag);
    private static readonly Shape Time = new(ShapeKind.Time);
    private static readonly Shape Bytes = new(ShapeKind.Bytes);
    private static readonly Shape Values = new(ShapeKind.Map) { Element = Any };
    private static readonly Shape Texts = new(ShapeKind.List) { Element = Text };

    /// <summary>One byte of a []byte that is written as an array of numbers.</summary>
    private static readonly Shape Byte = new(ShapeKind.Number);

    /// <summary>A whole release.</summary>
    public static readonly Shape Release = Struct(
        ("name", Keep(ShapeKind.Text, PayloadSlot.Name)),
        ("version", Keep(ShapeKind.Number, PayloadSlot.Version)),
        ("namespace", Keep(ShapeKind.Text, PayloadSlot.Namespace)),
        ("manifest", Keep(ShapeKind.Text, PayloadSlot.Manifest)),
        ("apply_method", Keep(ShapeKind.Text, PayloadSlot.ApplyMethod)),
        ("config", Values),
        ("info", Info()),
        ("chart", Chart()),
        ("hooks", new Shape(ShapeKind.List, PayloadSlot.Hooks) { Element = Hook() })
    );

    public ShapeKind Kind { get; } = kind;

    public PayloadSlot Slot { get; } = slot;

    private Shape Element { get; init; } = null!;

    private Dictionary<string, Shape> Members { get; init; } = [];

    /// <summary>
    /// The shape of a member of a struct; <see cref="Ignored"/> for one that Helm does not know. Go compares names without regard to case.
    /// </summary>
    public Shape Member(string name) => Members.GetValueOrDefault(Fold(name)) ?? Ignored;

    /// <summary>The shape of the items of a list or map, or of a value without a type.</summary>
    public Shape Inner =>
        Kind switch
        {
            ShapeKind.List or ShapeKind.Map => Element,
            ShapeKind.Bytes => Byte,
            ShapeKind.Any => Any,
            _ => Ignored,
        };

    /// <summary>
    /// A member name as Go's encoding/json compares it: ASCII without regard to case, and the two letters that Unicode folds to ASCII.
    /// </summary>
    public static string Fold(string name) => name.ToLowerInvariant().Replace('\u017f', 's').Replace('\u212a', 'k');

    private static Shape Keep(ShapeKind kind, PayloadSlot slot) => new(kind, slot);

    private static Shape Struct(params (string Name, Shape Shape)[] members) => Struct(PayloadSlot.None, members);

    private static Shape Struct(PayloadSlot slot, params (string Name, Shape Shape)[] members) =>
        new(ShapeKind.Struct, slot)
        {
            Members = members.ToDictionary(member => Fold(member.Name), member => member.Shape, StringComparer.Ordinal),
        };

    private static Shape Info() =>
        Struct(
            PayloadSlot.Info,
            ("first_deployed", Keep(ShapeKind.HelmTime, PayloadSlot.FirstDeployed)),
            ("last_deployed", Keep(ShapeKind.HelmTime, PayloadSlot.LastDeployed)),
            ("deleted", Keep(ShapeKind.HelmTime, PayloadSlot.Deleted)),
            ("description", Keep(ShapeKind.Text, PayloadSlot.Description)),
            ("status", Keep(ShapeKind.Text, PayloadSlot.Status)),
            // Helm before 4.3 ignores it, whatever it holds.
            ("rollback_revision", Keep(ShapeKind.Ignored, PayloadSlot.RollbackRevision)),
            ("notes", Text),
            ("resources", new Shape(ShapeKind.Map) { Element = new Shape(ShapeKind.List) { Element = new Shape(ShapeKind.Nothing) } })
        );

    private static Shape Hook() =>
        Struct(
            PayloadSlot.Hook,
            ("name", Keep(ShapeKind.Text, PayloadSlot.HookName)),
            ("kind", Keep(ShapeKind.Text, PayloadSlot.HookKind)),
            ("path", Text),
            ("manifest", Keep(ShapeKind.Text, PayloadSlot.HookManifest)),
            ("events", new Shape(ShapeKind.List, PayloadSlot.HookEvents) { Element = Keep(ShapeKind.Text, PayloadSlot.HookEvent) }),
            (
                "last_run",
                Struct(
                    ("started_at", Keep(ShapeKind.HelmTime, PayloadSlot.HookStartedAt)),
                    ("completed_at", Keep(ShapeKind.HelmTime, PayloadSlot.HookCompletedAt)),
                    ("phase", Keep(ShapeKind.Text, PayloadSlot.HookPhase))
                )
            ),
            ("weight", Keep(ShapeKind.Number, PayloadSlot.HookWeight)),
            ("delete_policies", Texts),
            ("output_log_policies", Texts)
        );

    private static Shape Chart()
    {
        var dependencies = new Shape(ShapeKind.List)
        {
            Element = Struct(
                ("name", Text),
                ("version", Text),
                ("repository", Text),
                ("condition", Text),
                ("tags", Texts),
                ("enabled", Flag),
                ("import-values", new Shape(ShapeKind.List) { Element = Any }),
                ("alias", Text)
            ),
        };
        var files = new Shape(ShapeKind.List) { Element = Struct(("name", Text), ("data", Bytes), ("modtime", Ignored)) };
        var metadata = Struct(
            ("name", Keep(ShapeKind.Text, PayloadSlot.ChartName)),
            ("version", Keep(ShapeKind.Text, PayloadSlot.ChartVersion)),
            ("appVersion", Keep(ShapeKind.Text, PayloadSlot.AppVersion)),
            ("home", Text),
            ("sources", Texts),
            ("description", Text),
            ("keywords", Texts),
            ("icon", Text),
            ("apiVersion", Text),
            ("condition", Text),
            ("maintainers", new Shape(ShapeKind.List) { Element = Struct(("name", Text), ("email", Text), ("url", Text)) }),
            ("tags", Text),
            ("deprecated", Flag),
            ("annotations", new Shape(ShapeKind.Map) { Element = Text }),
            ("kubeVersion", Text),
            ("dependencies", dependencies),
            ("type", Text)
        );
        return Struct(
            ("metadata", metadata),
            ("lock", Struct(("generated", Time), ("digest", Text), ("dependencies", dependencies))),
            ("templates", files),
            ("values", Values),
            ("schema", Bytes),
            ("files", files),
            ("modtime", Ignored),
            ("schemamodtime", Ignored)
        );
    }
}
