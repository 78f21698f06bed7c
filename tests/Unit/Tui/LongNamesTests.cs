using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The longest names that Kubernetes and Helm allow, at 80×24: the screen still says all that matters.</summary>
public sealed class LongNamesTests
{
    private static readonly string Namespace = "customer-facing-production-workloads-of-the-europe-west1-region";
    private static readonly string Release = "gitlab-cloud-native-webservice-and-sidekiq-canary-eu1";
    private static readonly string Record = RecordName.Of(Release, 12345);

    /// <summary>The longest sentence that each check says of these names.</summary>
    public static TheoryData<string, string> Sentences =>
        new()
        {
            { RecordCheck.Id, "revision 12345 is not the newest: revision 12346 is" },
            { RecordCheck.Id, "revision 12345 cannot be decoded: Helm cannot read it either, and its name blocks the next revision" },
            {
                HelmIdleCheck.Id,
                "helm (pid 1234567 of deployer) is stopped on this machine and goes on when resumed: helm upgrade " + Release
            },
            { HelmIdleCheck.Id, $"hook Job {Release}-migrations is still running: Helm may be waiting for it" },
            {
                CiJobsCheck.Id,
                "ops could not be asked: 503 Service Unavailable from https://ops.gitlab.example/api/v4/projects/gl-infra%2Fdeployer/jobs"
            },
            { CiJobsCheck.Id, $"ops: job 991 (deploy {Release} to {Namespace}) is running since 02:51Z" },
            { OwnerCheck.Id, $"the Argo CD Application argocd/{Release} manages this release" },
            {
                WorkloadsCheck.Id,
                $"1 of 14 workloads is not reconciled: Deployment {Release}: revision 12345's pods 0/3 ImagePullBackOff, "
                    + "the old ones serve 28/30"
            },
            {
                PermissionsCheck.Id,
                $"whether you are allowed to delete secrets/{Record} is unknown: the API server did not answer within 10s"
            },
            { UnlocksCheck.Id, "without revision 12345, Helm is still locked: revision 12344 is pending-rollback" },
        };

    [Fact]
    public void The_names_are_as_long_as_they_may_be() => Assert.Equal((63, 53), (Namespace.Length, Release.Length));

    [Fact]
    public void Every_check_has_a_sentence() =>
        Assert.Equal(CheckList.All.Select(check => check.Id).Order(), Sentences.Select(row => row.Data.Item1).Distinct().Order());

    [Theory, MemberData(nameof(Sentences))]
    public void No_sentence_of_a_check_is_cut(string id, string sentence)
    {
        var screen = Draw(Screen(id, sentence));
        Assert.Contains(Squeezed(sentence), Squeezed(screen), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Sentences))]
    public void Nor_in_the_dialog(string id, string sentence)
    {
        var model = Updater.Update(Opened(Screen(id, sentence)), Typed.Key("End")).Model;
        var pages = Draw(Opened(Screen(id, sentence))) + Draw(model);
        Assert.Contains(Squeezed(sentence), Squeezed(pages), StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_to_type_has_a_line_of_its_own_and_is_never_broken()
    {
        var model = Opened(Screen(UnlocksCheck.Id, "without revision 12345, Helm accepts the next upgrade", CheckState.Pass));
        Assert.Contains("Type 12345", Lines(model));
        foreach (var digit in "12345")
            model = Updater.Update(model, Typed.Key(digit.ToString())).Model;
        Assert.Matches(@"(^| )12345$", Lines(model)[^1]);
        Snapshot.Verify(Draw(model));
    }

    private static List<string> Lines(Model model) => [.. Draw(model).Split('\n').Select(line => line.Trim())];

    private static Model Screen(string id, string sentence, CheckState state = CheckState.Unknown)
    {
        ReleaseRecord Of(long revision, string status) =>
            Fixtures.Record(revision, status, Release) is var record
                ? record with
                {
                    Meta = record.Meta with { Namespace = Namespace },
                }
                : throw new InvalidOperationException();
        IReadOnlyList<ReleaseRecord> history = [Of(12345, ReleaseStatus.PendingUpgrade), Of(12344, ReleaseStatus.Deployed)];
        var review = Fixtures.Of(history) with
        {
            Namespace = Namespace,
            Checks = [.. Fixtures.Green()],
            Outlook = Forecaster.Outlook(Release, history, 12345),
            Workloads = [],
            Changes = [],
        };
        return Fixtures.Screen(review.With(Fixtures.Answer(id, state, sentence))) with
        {
            Scope = new() { Namespace = Namespace },
            Width = 80,
            Height = 24,
        };
    }

    private static Model Opened(Model model) => Updater.Update(Updater.Update(model, Typed.Key("d")).Model, new Message.FenceEnded()).Model;

    private static string Draw(Model model) => View.Draw(model, 80, 24).ToText();

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
