using Helmstuck.Helm.Records;
using Helmstuck.Kube.Resources;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Unit.Survey;

/// <summary>Every deploy looks pending for its first minutes: what tells one in progress from a stuck one.</summary>
public sealed class ReleasePhaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 14, 0, 0, TimeSpan.Zero);

    private static ReleaseListing Listing(TimeSpan skew, params ReleaseRow[] rows) =>
        new()
        {
            Scope = new ListScope { Namespace = "web" },
            Rows = rows,
            ReadAt = Now,
            ClockSkew = skew,
            IdleAfter = TimeSpan.FromMinutes(10),
        };

    /// <param name="created">Seconds ago.</param>
    /// <param name="writes">Field manager and seconds ago of each write.</param>
    private static ReleaseRow Row(string status, double? created, params (string Manager, double Ago)[] writes)
    {
        var meta = new ObjectMeta
        {
            Name = "sh.helm.release.v1.app.v2",
            Namespace = "web",
            CreationTimestamp = created is { } age ? Now.AddSeconds(-age) : null,
            ManagedFields = [.. writes.Select(write => new ManagedField(write.Manager, "Update", Now.AddSeconds(-write.Ago), ""))],
        };
        return ReleaseRow.Of(RecordMeta.From(StorageDriver.Secret, meta)!, status);
    }

    private static string? Phase(ReleaseRow row, TimeSpan skew = default) => Listing(skew, row).PhaseOf(row, Now)?.Text();

    [Theory]
    [InlineData("pending-upgrade", 5, "in-progress")]
    [InlineData("pending-install", 599, "in-progress")]
    [InlineData("pending-rollback", 600, "stuck")]
    [InlineData("uninstalling", 3600, "stuck")]
    [InlineData("pending-upgrade", -2, "in-progress")]
    [InlineData("deployed", 5, "ok")]
    [InlineData("failed", 3600, "ok")]
    public void A_record_by_its_age(string status, double created, string phase) => Assert.Equal(phase, Phase(Row(status, created)));

    [Theory]
    [InlineData("Helm", 60, "in-progress")]
    [InlineData("Helm", 900, "stuck")]
    [InlineData("manager", 60, "in-progress")]
    [InlineData("kubectl-label", 60, "stuck")]
    public void An_old_record_by_its_last_write(string manager, double ago, string phase) =>
        Assert.Equal(phase, Phase(Row("uninstalling", 86400, (manager, ago))));

    [Theory]
    [InlineData("kubectl-helmstuck", "stuck")]
    [InlineData("kubectl-create", "in-progress")]
    public void A_record_that_this_program_restored_is_no_operation(string manager, string phase) =>
        Assert.Equal(phase, Phase(Row("pending-upgrade", 60, (manager, 60))));

    [Fact]
    public void A_record_without_any_time() => Assert.Equal("stuck", Phase(Row("pending-upgrade", null)));

    [Theory]
    [InlineData(-60, "in-progress")]
    [InlineData(60, "stuck")]
    public void The_servers_clock_counts(double skew, string phase) =>
        Assert.Equal(phase, Phase(Row("pending-upgrade", 599), TimeSpan.FromSeconds(skew)));

    [Fact]
    public void A_record_that_cannot_be_decoded_is_not_called_ok() => Assert.Null(Phase(Row("deployed", 3600) with { Unreadable = true }));

    [Theory]
    [InlineData(0, 3)]
    [InlineData(60, 2)]
    [InlineData(61, 1)]
    [InlineData(86400, 1)]
    public void Older_than_leaves_out_younger_ones_and_keeps_those_of_unknown_age(double seconds, int left) =>
        Assert.Equal(
            left,
            Listing(default, Row("pending-upgrade", 5), Row("pending-install", 60), Row("uninstalling", null))
                .OlderThan(TimeSpan.FromSeconds(seconds), Now)
                .Rows.Count
        );
}
