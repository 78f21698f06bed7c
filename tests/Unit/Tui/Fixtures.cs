using System.Globalization;
using Helmstuck.Config;
using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Runbook.Reviewing;
using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Reviews as a survey would hand them over: gitlab-cny, stuck at 1234 in gitlab on gprd, in many states.</summary>
internal static class Fixtures
{
    public const string Release = "gitlab-cny",
        Namespace = "gitlab",
        Context = "gprd",
        Server = "api.gprd.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 2, 11, TimeSpan.Zero);

    public static readonly ReleaseKey Key = new(Namespace, Release);

    public static Model Model(ListScope? scope = null) =>
        new()
        {
            Place = new Place(Context, Server, "sre@example.com"),
            Scope = scope ?? new ListScope { Namespace = Namespace },
            Refresh = new UiSettings().Refresh,
            Now = Now,
        };

    /// <summary>The screen with that review open and everything read.</summary>
    public static Model Screen(Review review, params ReleaseRow[] more) => Screen(Sheet(review), more);

    public static Model Screen(ScreenReview sheet, params ReleaseRow[] more) =>
        Model() with
        {
            Listing = Listing([Row(sheet.Review), .. more]),
            Selected = sheet.Key,
            Review = sheet,
            ListedAt = Now,
            ReviewedAt = Now,
        };

    public static ReleaseListing Listing(IReadOnlyList<ReleaseRow> rows, ListScope? scope = null) =>
        new()
        {
            Scope = scope ?? new ListScope { Namespace = Namespace },
            Rows = rows,
            ReadAt = Now,
            IdleAfter = TimeSpan.FromMinutes(10),
        };

    public static ReleaseRow Row(Review review) =>
        Row(review.Release, review.Record?.Revision ?? 0, review.Record?.Status ?? "unknown", review.Namespace);

    public static ReleaseRow Row(string release, long revision, string status, string ns = Namespace, int minutes = 50) =>
        new()
        {
            Namespace = ns,
            Release = release,
            Revision = revision,
            Status = status,
            Stuck = ReleaseStatus.IsStuck(status),
            Record = RecordName.Of(release, revision),
            StartedAt = Now.AddMinutes(-minutes),
            LastWrittenAt = Now.AddMinutes(-minutes + 1),
            LastActivityAt = Now.AddMinutes(-minutes + 1),
        };

    public static ReleaseRecord Record(
        long revision,
        string status,
        string release = Release,
        string chart = "8.1.4",
        string? label = null,
        int minutes = 50,
        string description = ""
    )
    {
        var meta = new RecordMeta
        {
            Driver = StorageDriver.Secret,
            Namespace = Namespace,
            ObjectName = RecordName.Of(release, revision),
            Release = release,
            Revision = revision,
            Uid = $"8d3f7c1e-0000-4000-8000-{revision:D12}",
            ResourceVersion = (880000 + revision).ToString(CultureInfo.InvariantCulture),
            LabelStatus = label ?? status,
            OwnedByHelm = true,
            StartedAt = Now.AddMinutes(-minutes),
            LastWrittenAt = Now.AddMinutes(-minutes + 1),
            LastWriter = "Helm",
        };
        return new ReleaseRecord(
            meta,
            new RecordPayload.Decoded(
                new ReleasePayload
                {
                    Name = release,
                    Version = revision,
                    Namespace = Namespace,
                    Status = status,
                    ChartName = "gitlab",
                    ChartVersion = chart,
                    AppVersion = "17.1.4",
                    Description =
                        description.Length > 0 ? description
                        : status == ReleaseStatus.PendingUpgrade ? "Preparing upgrade"
                        : "Upgrade complete",
                    LastDeployed = Now.AddMinutes(-minutes),
                }
            )
        );
    }

    public static IReadOnlyList<ReleaseRecord> History() =>
        [
            Record(1234, ReleaseStatus.PendingUpgrade),
            Record(1233, ReleaseStatus.Deployed, chart: "8.1.3", minutes: 1490),
            Record(1232, ReleaseStatus.Superseded, chart: "8.1.3", minutes: 2930),
            Record(
                1231,
                ReleaseStatus.Failed,
                chart: "8.1.2",
                minutes: 3100,
                description: "Upgrade \"gitlab-cny\" failed: timed out waiting for the condition"
            ),
            Record(1230, ReleaseStatus.Superseded, chart: "8.1.2", minutes: 4400),
        ];

    /// <summary>All green: the runbook's happy case.</summary>
    public static Review Healthy() =>
        Of(History()) with
        {
            Checks = [.. Green()],
            Workloads = Workloads(),
            Changes = Changes(),
            Hook = new HookProgress("gitlab-migrations", "Job", "pre-upgrade", "Succeeded", Now.AddMinutes(-49), HookLife.Succeeded),
            Recommendation = new Recommendation(
                RecommendedAction.Delete,
                [
                    "without it, Helm accepts the next upgrade: it starts from revision 1233 and becomes revision 1234",
                    "the number 1234 is used again: logs and CI that name it will mean two things",
                ]
            ),
        };

    /// <summary>The healthy case after the delete, on the machine that deleted the record.</summary>
    public static Review AfterDelete() =>
        Of([.. History().Skip(1)]) with
        {
            Deleted = History()[0],
            Checks =
            [
                .. Green().Where(check => check.Id != RecordCheck.Id),
                Answer(RecordCheck.Id, CheckState.Fail, "revision 1233 is deployed: not stuck"),
            ],
            Workloads = Workloads(),
            Changes = Changes(),
            Recommendation = new Recommendation(
                RecommendedAction.None,
                ["the newest record, revision 1233, is deployed: Helm is not stuck"]
            ),
        };

    public static IEnumerable<Check> Green() =>
        [
            Answer(
                RecordCheck.Id,
                CheckState.Pass,
                "revision 1234 is the newest record and pending-upgrade",
                "Secret sh.helm.release.v1.gitlab-cny.v1234"
            ),
            Answer(
                HelmIdleCheck.Id,
                CheckState.Pass,
                "Helm has written nothing for 49m",
                "last write by Helm: Secret/sh.helm.release.v1.gitlab-cny.v1234, 49m ago",
                "a Helm with a longer --timeout writes nothing while it waits"
            ),
            Answer(
                CiJobsCheck.Id,
                CheckState.Pass,
                "no job of ops (gitlab-com/gl-infra/deployer) is running",
                "asked https://ops.gitlab.example at 03:02:10Z"
            ),
            Answer(OwnerCheck.Id, CheckState.Pass, "no controller owns the release"),
            Answer(WorkloadsCheck.Id, CheckState.Pass, "4 of 4 workloads reconciled, 1 within the HPA tolerance"),
            Answer(PermissionsCheck.Id, CheckState.Pass, "you are allowed to get and delete sh.helm.release.v1.gitlab-cny.v1234"),
            Answer(
                UnlocksCheck.Id,
                CheckState.Pass,
                "without revision 1234, Helm accepts the next upgrade",
                "helm upgrade: accepted, revision 1234, starts from 1233"
            ),
        ];

    public static Check Answer(string id, CheckState state, string summary, params string[] evidence) =>
        new(id, state, summary, evidence) { At = Now };

    /// <summary>The review with one check's answer replaced.</summary>
    public static Review With(this Review review, Check check) =>
        review with
        {
            Checks = [.. review.Checks.Select(old => old.Id == check.Id ? check : old)],
        };

    public static readonly Check CiUnknown = Answer(
        CiJobsCheck.Id,
        CheckState.Unknown,
        "no CI source is configured for context gprd: check CI yourself, then attest",
        "settings: pipelines.gitlab, pipelines.command"
    );

    public static readonly Check WorkloadsFail = Answer(
        WorkloadsCheck.Id,
        CheckState.Fail,
        "1 of 4 workloads is not reconciled: Deployment gitlab-cny-webservice-default: pods of revision 1234: 0/3 ready "
            + "(ImagePullBackOff); the old pods serve 28/30"
    );

    /// <summary>The commonest real case: the stuck upgrade broke a Deployment, and nobody knows about CI.</summary>
    public static Review Blocked() =>
        (
            Healthy() with
            {
                Workloads = [Broken(), .. Workloads().Skip(1)],
                Recommendation = new Recommendation(
                    RecommendedAction.Investigate,
                    [WorkloadsFail.Summary, "the runbook says: investigate that workload instead of deleting a record"]
                ),
            }
        )
            .With(WorkloadsFail)
            .With(CiUnknown);

    public static Review CiJobsUnknown() => Healthy().With(CiUnknown);

    /// <summary>RBAC lets nothing but the record be read.</summary>
    public static Review Forbidden() =>
        (
            Healthy() with
            {
                Workloads = [],
                Changes = null,
                Hook = null,
                Problems =
                [
                    "deployments.apps is forbidden: User \"sre@example.com\" cannot list resource \"deployments\" in API group \"apps\" "
                        + "in the namespace \"gitlab\"",
                ],
            }
        )
            .With(
                Answer(
                    WorkloadsCheck.Id,
                    CheckState.Unknown,
                    "the workloads could not be read: deployments.apps is forbidden for sre@example.com"
                )
            )
            .With(
                Answer(
                    PermissionsCheck.Id,
                    CheckState.Fail,
                    "you are not allowed to delete secrets/sh.helm.release.v1.gitlab-cny.v1234",
                    "the rule that is missing:",
                    "apiVersion: rbac.authorization.k8s.io/v1",
                    "kind: Role",
                    "metadata: { name: helmstuck, namespace: gitlab }",
                    "rules:",
                    "- { apiGroups: [\"\"], resources: [secrets], verbs: [delete], resourceNames: [sh.helm.release.v1.gitlab-cny.v1234] }"
                )
            );

    /// <summary>Only the record has been read so far.</summary>
    public static Review Loading() =>
        Of([Record(1234, ReleaseStatus.PendingUpgrade)]) with
        {
            Outlook = null,
            Checks = [.. CheckList.All.Select(check => new Check(check.Id, CheckState.Unknown, "", []) { Pending = true })],
            Loading = ["records", "workloads", "ci-jobs"],
            ReadAt = null,
        };

    public static Review Uninstalling() =>
        Of([
            Record(8, ReleaseStatus.Uninstalling, "web", "1.2.0", description: "Deletion in progress (or silently failed)"),
            Record(7, ReleaseStatus.Superseded, "web", "1.1.0", minutes: 9000),
        ]) with
        {
            Checks =
            [
                .. Green()
                    .Select(check =>
                        check.Id switch
                        {
                            RecordCheck.Id => Answer(RecordCheck.Id, CheckState.Pass, "revision 8 is the newest record and uninstalling"),
                            PermissionsCheck.Id => Answer(
                                PermissionsCheck.Id,
                                CheckState.Pass,
                                "you are allowed to get and delete sh.helm.release.v1.web.v8"
                            ),
                            UnlocksCheck.Id => Answer(
                                UnlocksCheck.Id,
                                CheckState.Pass,
                                "without revision 8, Helm accepts the next upgrade"
                            ),
                            WorkloadsCheck.Id => Answer(
                                WorkloadsCheck.Id,
                                CheckState.Fail,
                                "1 of 1 workload is not reconciled: Deployment web: named in the manifest, absent from the cluster"
                            ),
                            _ => check,
                        }
                    ),
            ],
            Workloads =
            [
                Workload("Deployment", "web", WorkloadVerdict.Missing, 2, null, null, null, "in the manifest, but not in the cluster"),
            ],
            Changes = [],
            Recommendation = new Recommendation(
                RecommendedAction.UninstallAgain,
                [
                    "helm uninstall web did not end; running it again is accepted and finishes the job",
                    "revision 8 may already have lost objects: see Changes for what is missing",
                ]
            ),
        };

    /// <summary>Two pending records on top of each other.</summary>
    public static Review Stacked() =>
        Of([
            Record(9, ReleaseStatus.PendingRollback, "web", "1.2.0"),
            Record(8, ReleaseStatus.PendingUpgrade, "web", "1.2.0", minutes: 70),
            Record(7, ReleaseStatus.Deployed, "web", "1.1.0", minutes: 9000),
        ]) with
        {
            Checks = [.. Green()],
            Workloads = Workloads(),
            Changes = Changes(),
            Recommendation = new Recommendation(
                RecommendedAction.Delete,
                ["without them the next upgrade is accepted, starts from 7 and becomes revision 8"]
            ),
        };

    /// <summary>A first install that never ended.</summary>
    public static Review LoneInstall() =>
        Of([Record(1, ReleaseStatus.PendingInstall, "registry", "0.9.0", description: "Initial install underway")]) with
        {
            Checks =
            [
                .. Green()
                    .Select(check =>
                        check.Id == UnlocksCheck.Id
                            ? Answer(UnlocksCheck.Id, CheckState.Warn, "without revision 1, Helm accepts only upgrade --install")
                            : check
                    ),
            ],
            Workloads = Workloads(),
            Changes = [],
            Recommendation = new Recommendation(
                RecommendedAction.MarkFailed,
                [
                    "without revision 1, Helm has nothing to upgrade from",
                    "marked failed, it stays the base of the next upgrade, which becomes revision 2, and nothing is orphaned",
                ]
            ),
        };

    /// <summary>A first install whose record the API server would not store with another status.</summary>
    public static Review Immutable()
    {
        var review = LoneInstall();
        var record = review.Record! with { Unmarkable = "the Secret is immutable (immutable: true)" };
        var outlook = Forecaster.Outlook("registry", [record], 1);
        review = review with { Record = record, History = [record], Outlook = outlook };
        return review with { Recommendation = Recommender.Of(review, outlook.AfterDelete) };
    }

    /// <summary>Not stuck at all.</summary>
    public static Review Deployed() =>
        Of([Record(7, ReleaseStatus.Deployed, "web", "1.1.0"), Record(6, ReleaseStatus.Superseded, "web", "1.0.0", minutes: 9000)]) with
        {
            Checks =
            [
                .. Green().Where(check => check.Id != RecordCheck.Id),
                Answer(RecordCheck.Id, CheckState.Fail, "revision 7 is deployed: not stuck"),
            ],
            Workloads = Workloads(),
            Recommendation = new Recommendation(RecommendedAction.None, ["the newest record, revision 7, is deployed: Helm is not stuck"]),
        };

    /// <summary>The healthy case where the cluster has more to say about Helm's next command than the records.</summary>
    public static Review In(ClusterFacts cluster)
    {
        var review = Healthy() with { Cluster = cluster, Outlook = Forecaster.Outlook(Release, History(), 1234, cluster) };
        var facts = new ReviewFacts
        {
            Context = Context,
            Server = Server,
            Namespace = Namespace,
            Release = Release,
            IdleAfter = TimeSpan.Zero,
            Records = new Loadable<IReadOnlyList<ReleaseRecord>>.Known(History()),
            Deletion = new Loadable<NamespaceDeletion?>.Known(cluster.Deletion),
            Unbuilt = new Loadable<IReadOnlyDictionary<string, UnbuiltManifest>>.Known(cluster.Unbuilt),
        };
        review = review.With(UnlocksCheck.Definition.Ask(new CheckSubject(facts, review)) with { At = Now });
        return review with { Recommendation = Recommender.Of(review, review.Outlook!.AfterDelete) };
    }

    public static Review BaseNotBuilt() =>
        In(
            new ClusterFacts
            {
                Unbuilt = new Dictionary<string, UnbuiltManifest>
                {
                    [RecordName.Of(Release, 1233)] = UnbuiltManifest.Of(
                        ManifestParser.Parse(
                            "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: gitlab-cny-webservice\n",
                            Namespace
                        ),
                        static _ => false
                    )!,
                },
            }
        );

    /// <summary>Revision 1230 is still labelled deployed; what 1231 to 1233 added stays behind. Helm 4.3 made the rollback.</summary>
    public static Review DistantBase()
    {
        IReadOnlyList<ReleaseRecord> history =
        [
            Record(1234, ReleaseStatus.PendingRollback, description: "rolled back by bob"),
            .. Enumerable.Range(1231, 3).Reverse().Select(revision => Record(revision, ReleaseStatus.Superseded)),
            Record(1230, ReleaseStatus.Deployed),
        ];
        var stuck = ((RecordPayload.Decoded)history[0].Payload).Release with { RollbackRevision = 1232 };
        history = [history[0] with { Payload = new RecordPayload.Decoded(stuck) }, .. history.Skip(1)];
        var cluster = new ClusterFacts
        {
            Unmarked = [new ObjectKey("v1", "Service", Namespace, "gitlab-cny-webservice")],
            LeftBehind = new LeftBehind(
                [.. Enumerable.Range(1, 10).Select(n => new ObjectKey("v1", "ConfigMap", Namespace, $"extra-{n}"))],
                4
            ),
        };
        var review = Healthy() with { Record = history[0], History = history, Cluster = cluster };
        review = review with { Outlook = Forecaster.Outlook(Release, history, 1234, cluster) };
        return review with { Recommendation = Recommender.Of(review, review.Outlook.AfterDelete) };
    }

    public static Review Terminating() =>
        In(
            new ClusterFacts
            {
                Deletion = new NamespaceDeletion(
                    Namespace,
                    Now.AddMinutes(-20),
                    "finalizers: example.com/hold in 2 resource instances; content: persistentvolumeclaims. has 2 resource instances"
                ),
            }
        );

    public static Review Of(IReadOnlyList<ReleaseRecord> history)
    {
        var record = history[0];
        return new Review
        {
            IdleAfter = TimeSpan.FromMinutes(10),
            Context = Context,
            Server = Server,
            Namespace = Namespace,
            Release = record.Meta.Release,
            Record = record,
            History = history,
            Outlook = Forecaster.Outlook(record.Meta.Release, history, record.Revision),
            ReadAt = Now,
            ServerNow = Now,
        };
    }

    /// <summary>The review with the plans that follow from it.</summary>
    public static ScreenReview Sheet(Review review) => new(review, Facts(review, Remedy.Delete), Facts(review, Remedy.MarkFailed));

    private static PlanFacts? Facts(Review review, Remedy remedy)
    {
        if (Planner.For(review, remedy) is not { } plan)
            return null;
        var paths = plan.Records.Select(one => BackupPath(one.Meta.ObjectName)).ToList();
        return new PlanFacts(plan, paths, remedy == Remedy.Delete ? KubectlCommands.Of(plan, paths) : []);
    }

    public static string BackupPath(string name) => $"/home/sre/.local/state/helmstuck/backups/gprd/gitlab/{name}.20261122T030211Z.json";

    public static Backup Backup(int revision = 1234) =>
        new(BackupPath(RecordName.Of(Release, revision)), RecordName.Of(Release, revision), revision);

    public static RecoveryOutcome Deleted() =>
        new RecoveryOutcome.Done
        {
            Lines =
            [
                "secret \"sh.helm.release.v1.gitlab-cny.v1234\" deleted",
                $"Helm is unstuck: {OutlookText.Now(Release, Forecaster.Of(Release, [.. History().Skip(1)]))}",
                "never helm rollback: migrations may have run already; roll forward",
                $"to restore it: {Backup().RestoreCommand}",
            ],
            Backups = [Backup()],
            After = Forecaster.Of(Release, [.. History().Skip(1)]),
        };

    public static RecoveryOutcome Marked()
    {
        var plan = Planner.For(Healthy(), Remedy.MarkFailed)!;
        return new RecoveryOutcome.Done
        {
            Lines =
            [
                "secret \"sh.helm.release.v1.gitlab-cny.v1234\" marked failed",
                $"Helm is unstuck: {plan.Next}",
                .. WayBack.Of(plan, [Backup()], new StateFolder("/home/sre/.local/state/helmstuck")),
            ],
            Backups = [Backup()],
        };
    }

    public static IReadOnlyList<WorkloadHealth> Workloads() =>
        [
            Workload(
                "Deployment",
                "gitlab-cny-webservice-default",
                WorkloadVerdict.WithinTolerance,
                30,
                30,
                28,
                28,
                "28 of 30 available, within the 10 % HPA tolerance (3)"
            ) with
            {
                Arithmetic =
                    "|desired − updated| = 0, |updated − available| = 2, allowed floor(0.1 × 30) = 3; "
                    + "HPA gitlab-cny-webservice-default scales it",
                Hpa = new HpaFacts("gitlab-cny-webservice-default", 20, 75, 28, 30),
            },
            Workload(
                "Deployment",
                "gitlab-cny-sidekiq-catchall",
                WorkloadVerdict.Healthy,
                12,
                12,
                12,
                12,
                "all 12 replicas are updated and available"
            ),
            Workload("StatefulSet", "gitlab-cny-gitaly", WorkloadVerdict.Healthy, 3, 3, 3, 3, "all 3 replicas are updated and ready"),
            Workload("Job", "gitlab-cny-migrations-1", WorkloadVerdict.Healthy, null, null, null, null, "completed"),
        ];

    public static WorkloadHealth Broken() =>
        Workload(
            "Deployment",
            "gitlab-cny-webservice-default",
            WorkloadVerdict.Stalled,
            30,
            3,
            28,
            28,
            "pods of revision 1234: 0/3 ready (ImagePullBackOff); the old pods serve 28/30"
        ) with
        {
            BrokenByStuckRevision = true,
            Problems =
            [
                "ImagePullBackOff ×3: registry.gitlab.example/webservice:v17.1.4 not found",
                "event: Failed to pull image (12 times, last 2m ago)",
            ],
        };

    public static WorkloadHealth Workload(
        string kind,
        string name,
        WorkloadVerdict verdict,
        long? desired,
        long? updated,
        long? ready,
        long? available,
        string reason
    ) =>
        new()
        {
            Kind = kind,
            Namespace = Namespace,
            Name = name,
            Verdict = verdict,
            Desired = desired,
            Updated = updated,
            Ready = ready,
            Available = available,
            Reason = reason,
            ConditionAvailable = available is null ? null : "True",
            ConditionProgressing =
                verdict == WorkloadVerdict.Stalled ? "False"
                : available is null ? null
                : "True",
        };

    public static IReadOnlyList<ManifestChange> Changes() =>
        [
            Change(
                "apps/v1",
                "Deployment",
                "gitlab-cny-webservice-default",
                ChangeKind.Changed,
                LiveMatch.Stuck,
                new FieldChange(
                    "spec.template.spec.containers[webservice].image",
                    "registry.gitlab.example/webservice:v17.1.3",
                    "registry.gitlab.example/webservice:v17.1.4"
                )
                {
                    IsImage = true,
                },
                new FieldChange("spec.template.metadata.annotations.checksum/config", "0c1f…", "9b22…")
            ),
            Change(
                "v1",
                "ConfigMap",
                "gitlab-cny-webservice",
                ChangeKind.Changed,
                LiveMatch.Stuck,
                new FieldChange("data.gitlab.yml.erb", "production: …", "production: … (new)")
            ),
            Change(
                "v1",
                "Secret",
                "gitlab-cny-rails",
                ChangeKind.Changed,
                LiveMatch.Previous,
                new FieldChange("data.secrets.yml", "(hidden)", "(hidden)")
            ),
            Change("autoscaling/v2", "HorizontalPodAutoscaler", "gitlab-cny-kas", ChangeKind.Added, LiveMatch.Previous),
        ];

    private static ManifestChange Change(
        string api,
        string kind,
        string name,
        ChangeKind change,
        LiveMatch live,
        params FieldChange[] fields
    ) => new(new ObjectKey(api, kind, Namespace, name), change, live, fields);
}
