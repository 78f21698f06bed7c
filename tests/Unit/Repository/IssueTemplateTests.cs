using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Repository;

public sealed class IssueTemplateTests
{
    private static readonly string[] Asked = ["kubectl helmstuck version -o json", "kubectl helmstuck report RELEASE"];
    private readonly YamlMappingNode _bug = YamlFile.Load(".github/ISSUE_TEMPLATE/bug.yml");
    private readonly string _gitlabBug = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, ".gitlab/issue_templates/Bug.md"));

    [Theory]
    [InlineData("version", 0)]
    [InlineData("report", 1)]
    public void GitHubs_bug_form_requires_the_output_of_the_command(string id, int command)
    {
        var item = Item(id);
        Assert.Contains($"`{Asked[command]}`", item.Map("attributes").Text("description"), StringComparison.Ordinal);
        Assert.Equal("true", item.Map("validations").Text("required"));
    }

    [Fact]
    public void GitHubs_bug_form_warns_of_confidential_names() =>
        Assert.Contains("confidential", Item("report").Map("attributes").Text("description"), StringComparison.Ordinal);

    [Fact]
    public void GitLabs_bug_template_asks_for_the_output_of_both_commands() =>
        Assert.All(Asked, command => Assert.Contains(command, _gitlabBug, StringComparison.Ordinal));

    [Fact]
    public void GitLabs_bug_template_warns_of_confidential_names() =>
        Assert.Contains("replace every name that is confidential", _gitlabBug, StringComparison.Ordinal);

    [Fact]
    public void Bug_templates_warn_of_backups()
    {
        const string warning = "Never attach a backup file";
        Assert.Contains(warning, _bug.Maps("body")[0].Map("attributes").Text("value"), StringComparison.Ordinal);
        Assert.Contains(warning, _gitlabBug, StringComparison.Ordinal);
    }

    [Fact]
    public void Vulnerabilities_are_led_to_a_private_report_of_this_project()
    {
        var link = Assert.Single(YamlFile.Load(".github/ISSUE_TEMPLATE/config.yml").Maps("contact_links")).Text("url");
        var home = YamlFile.Load("plugin/helmstuck.yaml").Map("spec").Text("homepage");
        Assert.Equal($"{home}/security/advisories/new", link);
    }

    private YamlMappingNode Item(string id) => Assert.Single(_bug.Maps("body"), item => item.TextOrNull("id") == id);
}
